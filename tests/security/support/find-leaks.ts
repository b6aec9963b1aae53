/** What tells that a text speaks of somebody. */
export interface Marks {
  /** Found wherever they stand, in any case, and in the encodings that texts travel in. */
  readonly words: readonly string[];
  /** Keys of rows: found as they are. */
  readonly ids: readonly string[];
  /** Whole numbers that nothing else has: found as they are, with separators, and as an amount in cents. */
  readonly figures: readonly number[];
}

/**
 * Which marks stand in a content.
 *
 * @param named what the request itself said: an answer may repeat that
 */
export function findLeaks({ words, ids, figures }: Marks, content: string, named = ""): readonly string[] {
  const text = content.toLowerCase();
  const spoken = listEncodings(named);
  const isNamed = (mark: string) => spoken.some((holdsMark) => holdsMark(mark));
  const encodings = listEncodings(content);
  return [
    ...words.filter((word) => !isNamed(word) && encodings.some((holdsWord) => holdsWord(word))),
    ...ids.filter((id) => !isNamed(id) && text.includes(id.toLowerCase())),
    ...figures.filter((figure) => writeFigure(figure).some((form) => holds(content, form))).map(String),
  ];
}

function listEncodings(content: string): readonly ((word: string) => boolean)[] {
  const text = content.toLowerCase();
  // Lines of mails break anywhere: quoted-printable joins them with "=", base64 with nothing.
  const joined = text.replaceAll(/=\r?\n/g, "");
  const packed = content.replaceAll(/\r?\n/g, "").replaceAll("-", "+").replaceAll("_", "/");
  return [
    (word) => joined.includes(word.toLowerCase()),
    (word) => text.includes(Buffer.from(word).toString("hex")),
    (word) => encodeAtEachOffset(Buffer.from(word)).some((part) => packed.includes(part)),
  ];
}

/** Base64 of the bytes wherever they begin in a longer text, without the ends that depend on their neighbours. */
function encodeAtEachOffset(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const first = Math.ceil((offset * 8) / 6);
    const last = Math.floor(((offset + bytes.length) * 8) / 6);
    return encoded.slice(first, last);
  });
}

function writeFigure(figure: number): readonly string[] {
  const cents = figure / 100;
  const grouped = cents.toLocaleString("en", { minimumFractionDigits: 2 });
  return [String(figure), figure.toLocaleString("en"), cents.toFixed(2), grouped];
}

/** As a number of its own: ids and hashes are full of digits. */
function holds(text: string, form: string): boolean {
  for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
    const around = `${text[at - 1] ?? ""} ${text[at + form.length] ?? ""}`;
    if (!/\w/.test(around)) return true;
  }
  return false;
}
