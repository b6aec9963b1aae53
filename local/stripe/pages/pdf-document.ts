const PAGE_WIDTH = 595;
const PAGE_HEIGHT = 842;
const MARGIN = 50;
const RIGHT = PAGE_WIDTH - MARGIN;
/** Below it is the page's foot. */
const LOWEST = 80;

export interface TextLook {
  size?: number;
  isBold?: boolean;
  isMuted?: boolean;
}

/** Of a space to a tilde, in thousandths of the size, from the metrics of Helvetica that Adobe published. */
const WIDTHS =
  "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584"
    .split(" ")
    .map(Number);
const OTHER_WIDTH = 556;

/** What WinAnsi keeps where Latin-1 has nothing, and what can be said with what it has. */
const SUBSTITUTES: Readonly<Record<string, string>> = {
  "€": "\x80",
  "‘": "\x91",
  "’": "\x92",
  "“": "\x93",
  "”": "\x94",
  "•": "\x95",
  "–": "\x96",
  "—": "\x97",
  "−": "-",
  "×": "x",
  "₹": "INR ",
};

/** Text as the standard fonts can show it: what they lack is a question mark. */
function toWinAnsi(text: string): string {
  return [...text]
    .map((letter) => SUBSTITUTES[letter] ?? (/[\x20-\x7e\xa0-\xff]/.test(letter) ? letter : "?"))
    .join("");
}

function widthOf(text: string, size: number): number {
  let width = 0;
  for (const letter of text) width += WIDTHS[letter.charCodeAt(0) - 32] ?? OTHER_WIDTH;
  return (width * size) / 1_000;
}

/** Text in lines of at most a width; a word that is longer than that is cut. */
function wrap(text: string, size: number, width: number): string[] {
  const lines = [""];
  for (const word of toWinAnsi(text)
    .split(/(?<= )/)
    .flatMap((part) => part.match(/.{1,40}/g) ?? [])) {
    const line = (lines.at(-1) ?? "") + word;
    if (widthOf(line.trimEnd(), size) <= width) lines[lines.length - 1] = line;
    else lines.push(word);
  }
  return lines.map((line) => line.trimEnd()).filter((line, at) => line !== "" || at === 0);
}

/** Rows of text from top to bottom on as many A4 pages as they need, in the standard fonts every reader has. */
export class PdfDocument {
  private readonly pages: string[][] = [];
  private y = 0;

  constructor(
    private readonly title: string,
    private readonly foot: string,
  ) {
    this.turn();
  }

  /** A row: text on the left that wraps, and optionally an amount that ends at the right margin. */
  row(left: string, right = "", { size = 10, isBold = false, isMuted = false }: TextLook = {}): void {
    const lines = wrap(left, size, right ? RIGHT - MARGIN - 110 : RIGHT - MARGIN);
    if (this.y - lines.length * size * 1.5 < LOWEST) this.turn();
    const look = { size, isBold, isMuted };
    lines.forEach((line, at) => {
      this.y -= size * 1.5;
      if (line !== "") this.text(MARGIN, this.y, line, look);
      const amount = toWinAnsi(right);
      if (at === 0 && right) this.text(RIGHT - widthOf(amount, size), this.y, amount, look);
    });
  }

  space(height: number): void {
    this.y -= height;
  }

  /** A thin line from margin to margin. */
  rule(): void {
    this.y -= 6;
    this.pages.at(-1)?.push(`0.87 G 0.7 w ${MARGIN} ${this.y} m ${RIGHT} ${this.y} l S`);
  }

  toBuffer(): Buffer {
    const count = this.pages.length;
    this.pages.forEach((page, at) => {
      page.push(textAt(MARGIN, 45, toWinAnsi(this.foot), { size: 8, isMuted: true }));
      const number = `Page ${at + 1} of ${count}`;
      page.push(textAt(RIGHT - widthOf(number, 8), 45, number, { size: 8, isMuted: true }));
    });
    return assemble(
      toWinAnsi(this.title),
      this.pages.map((page) => page.join("\n")),
    );
  }

  private turn(): void {
    this.pages.push([]);
    this.y = PAGE_HEIGHT - 45;
  }

  private text(x: number, y: number, text: string, look: TextLook): void {
    this.pages.at(-1)?.push(textAt(x, y, text, look));
  }
}

const literal = (text: string): string => `(${text.replace(/[\\()]/g, "\\$&")})`;

function textAt(x: number, y: number, text: string, { size = 10, isBold, isMuted }: TextLook): string {
  const place = `${x.toFixed(2)} ${y.toFixed(2)}`;
  return `${isMuted ? 0.4 : 0.08} g BT /${isBold ? "F2" : "F1"} ${size} Tf ${place} Td ${literal(text)} Tj ET`;
}

/** Objects, the table of where they begin, and the trailer that leads to both (ISO 32000-1, 7.5). */
function assemble(title: string, pages: string[]): Buffer {
  const font = (name: string) =>
    `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
  const objects: string[] = [
    "<< /Type /Catalog /Pages 2 0 R /Lang (en) /ViewerPreferences << /DisplayDocTitle true >> >>",
    "",
    font("Helvetica"),
    font("Helvetica-Bold"),
    `<< /Title ${literal(title)} /Producer (local Stripe) >>`,
  ];
  const kids: string[] = [];
  for (const page of pages) {
    objects.push(`<< /Length ${Buffer.byteLength(page, "latin1")} >>\nstream\n${page}\nendstream`);
    const content = objects.length;
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${PAGE_WIDTH} ${PAGE_HEIGHT}] /Contents ${content} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>`,
    );
    kids.push(`${objects.length} 0 R`);
  }
  objects[1] = `<< /Type /Pages /Kids [${kids.join(" ")}] /Count ${pages.length} >>`;
  let text = "%PDF-1.4\n";
  const table = objects.map((body, index) => {
    const offset = String(Buffer.byteLength(text, "latin1")).padStart(10, "0");
    text += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return `${offset} 00000 n \n`;
  });
  const start = Buffer.byteLength(text, "latin1");
  const size = objects.length + 1;
  text += `xref\n0 ${size}\n0000000000 65535 f \n${table.join("")}`;
  text += `trailer\n<< /Size ${size} /Root 1 0 R /Info 5 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, "latin1");
}
