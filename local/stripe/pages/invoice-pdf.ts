import { formatAmount } from "../objects/subscription/billing-lines";
import type { Invoice } from "../state/records";
import type { World } from "../world";
import { formatDate } from "./layout";

const PAGE_HEIGHT = 842;
const LINES_PER_PAGE = 44;

/** The invoice as a PDF of plain text on A4, in the standard font every reader has. */
export function invoicePdf(world: World, invoice: Invoice): Buffer {
  const money = (amount: number) => formatAmount(amount, invoice.currency);
  const discount = (invoice.total_discount_amounts ?? []).reduce((sum, part) => sum + part.amount, 0);
  const tax = (invoice.total_taxes ?? []).reduce((sum, part) => sum + part.amount, 0);
  const rows: [string, string?][] = [
    [`${world.settings.account.name} - local Stripe, no money moves`],
    [`Invoice ${invoice.number ?? "draft"}`, formatDate(invoice.effective_at ?? invoice.created)],
    [
      `Bill to ${invoice.customer_name ?? invoice.customer_email ?? invoice.customer ?? ""}`,
      String(invoice.status),
    ],
    [""],
    ...invoice.lines.data.map((line): [string, string] => [line.description ?? "", money(line.amount)]),
    [""],
    ["Subtotal", money(invoice.subtotal)],
    ...(discount ? [["Discount", `-${money(discount)}`] as [string, string]] : []),
    ...(tax ? [["Tax", money(tax)] as [string, string]] : []),
    ["Total", money(invoice.total)],
    ["Amount due", money(invoice.amount_remaining)],
  ];
  const pages: string[] = [];
  for (let at = 0; at < rows.length; at += LINES_PER_PAGE)
    pages.push(pageText(rows.slice(at, at + LINES_PER_PAGE)));
  return assemble(pages);
}

function pageText(rows: [string, string?][]): string {
  const commands = rows.flatMap(([left, right], index) => {
    const y = PAGE_HEIGHT - 60 - index * 17;
    const parts = [`BT /F1 10 Tf 50 ${y} Td (${pdfText(left)}) Tj ET`];
    if (right) parts.push(`BT /F1 10 Tf 450 ${y} Td (${pdfText(right)}) Tj ET`);
    return parts;
  });
  return commands.join("\n");
}

/** WinAnsi has no rupee sign and the like: what it lacks is written as a question mark, currencies by their code. */
function pdfText(text: string): string {
  return text
    .replaceAll("₹", "INR ")
    .replaceAll("×", "x")
    .replace(/[^\x20-\xff]/g, "?")
    .replace(/[\\()]/g, "\\$&");
}

function assemble(pages: string[]): Buffer {
  const objects: string[] = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "",
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
  ];
  const kids: string[] = [];
  for (const page of pages) {
    objects.push(`<< /Length ${Buffer.byteLength(page, "latin1")} >>\nstream\n${page}\nendstream`);
    const content = objects.length;
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 ${PAGE_HEIGHT}] /Contents ${content} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
    );
    kids.push(`${objects.length} 0 R`);
  }
  objects[1] = `<< /Type /Pages /Kids [${kids.join(" ")}] /Count ${pages.length} >>`;
  let text = "%PDF-1.4\n";
  const offsets = objects.map((body, index) => {
    const offset = Buffer.byteLength(text, "latin1");
    text += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const start = Buffer.byteLength(text, "latin1");
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, "latin1");
}
