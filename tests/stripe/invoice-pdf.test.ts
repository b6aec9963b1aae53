import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";

let checked: CheckedStripe;

beforeAll(async () => {
  checked = await startCheckedStripe();
});
afterAll(() => checked.close());

async function makeInvoice(
  lines: number,
  description: (at: number) => string,
  currency = "usd",
): Promise<Stripe.Invoice> {
  const { stripe } = checked;
  const { id: customer } = await stripe.customers.create({ name: "Ada (Larkfield) \\ Söhne" });
  const { id: invoice } = await stripe.invoices.create({
    customer,
    currency,
    collection_method: "send_invoice",
    days_until_due: 30,
  });
  for (let at = 0; at < lines; at++)
    await stripe.invoiceItems.create({
      customer,
      invoice: invoice ?? "",
      amount: 1_234,
      currency,
      description: description(at),
    });
  return await stripe.invoices.finalizeInvoice(invoice ?? "");
}

async function readPdf(invoice: Stripe.Invoice): Promise<string> {
  const answer = await fetch(invoice.invoice_pdf ?? "");
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("application/pdf");
  expect(answer.headers.get("content-disposition")).toBe(
    `attachment; filename="Invoice-${invoice.number}.pdf"`,
  );
  return Buffer.from(await answer.arrayBuffer()).toString("latin1");
}

/** Reads a PDF the way a reader does: from its end to the table, from there to each object. */
function openPdf(text: string): { objects: string[]; pages: number; words: string } {
  expect(text).toMatch(/^%PDF-1\.\d\n/);
  expect(text).toMatch(/%%EOF\n$/);
  const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
  const [, count] = /^xref\n0 (\d+)\n/.exec(text.slice(table)) ?? [];
  const rows = text
    .slice(table)
    .split("\n")
    .slice(2, 2 + Number(count));
  expect(rows[0]).toBe("0000000000 65535 f ");
  const objects = rows.slice(1).map((row, at) => {
    // each row is twenty bytes with its end, and points at the object of its number
    expect(row).toMatch(/^\d{10} 00000 n $/);
    const body = text.slice(Number(row.slice(0, 10)));
    expect(body.startsWith(`${at + 1} 0 obj\n`)).toBe(true);
    return body.slice(0, body.indexOf("\nendobj\n"));
  });
  for (const object of objects) {
    const stream = /<< \/Length (\d+) >>\nstream\n/.exec(object);
    if (!stream) continue;
    const start = stream.index + stream[0].length;
    expect(object.slice(start + Number(stream[1]))).toBe("\nendstream");
  }
  const trailer = text.slice(text.indexOf("trailer", table));
  expect(trailer).toContain(`/Size ${count}`);
  const root = Number(/\/Root (\d+) 0 R/.exec(trailer)?.[1]);
  expect(objects[root - 1]).toContain("/Type /Catalog");
  const tree = objects[Number(/\/Pages (\d+) 0 R/.exec(objects[root - 1] ?? "")?.[1]) - 1] ?? "";
  const kids = [...tree.matchAll(/(\d+) 0 R/g)].map(([, id]) => objects[Number(id) - 1] ?? "");
  expect(tree).toContain(`/Count ${kids.length}`);
  for (const kid of kids) expect(kid).toMatch(/\/Type \/Page \/Parent \d+ 0 R \/MediaBox \[0 0 595 842\]/);
  const words = [...text.matchAll(/\(((?:[^()\\]|\\.)*)\) Tj/g)]
    .map(([, word]) => (word ?? "").replace(/\\(.)/g, "$1"))
    .join("\n");
  return { objects, pages: kids.length, words };
}

describe("an invoice's PDF", () => {
  it("opens, and says what the invoice says", async () => {
    const invoice = await makeInvoice(2, (at) => `Line ${at}`);
    const { pages, words } = openPdf(await readPdf(invoice));
    expect(pages).toBe(1);
    for (const part of [
      "no money moves",
      `Invoice ${invoice.number}`,
      "Ada (Larkfield) \\ Söhne",
      "Line 0",
      "Line 1",
      "$12.34",
      "$24.68",
      "open",
    ])
      expect(words).toContain(part);
  });

  it("goes on over as many pages as it has lines for, and writes what its font lacks as something readable", async () => {
    const invoice = await makeInvoice(60, (at) => `₹ × ${at} 漢字`);
    const { pages, words } = openPdf(await readPdf(invoice));
    expect(pages).toBe(3);
    expect(words).toContain("INR  x 59 ??");
    expect(words).toContain("Page 3 of 3");
  });

  it("wraps a long line instead of writing over the amount, and has a euro sign", async () => {
    const invoice = await makeInvoice(
      1,
      () => "Everything of the old system brought over. ".repeat(6),
      "eur",
    );
    const { words, objects } = openPdf(await readPdf(invoice));
    expect(words).toContain("\x8012.34");
    const lines = words.split("\n").filter((line) => /Everything|brought/.test(line));
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(line.length).toBeLessThan(100);
    expect(lines.join(" ")).toBe("Everything of the old system brought over. ".repeat(6).trim());
    expect(objects.join("\n")).toContain(`/Title (Invoice ${invoice.number})`);
  });

  it("owes nothing once it is void", async () => {
    const { id } = await makeInvoice(1, () => "Setup");
    const { words } = openPdf(await readPdf(await checked.stripe.invoices.voidInvoice(id ?? "")));
    expect(words).toMatch(/Amount due\n\$0\.00/);
  });

  it("is not there for an invoice that is not", async () => {
    expect((await fetch(`${checked.local.url}/invoices/in_none/pdf`)).status).toBe(404);
  });
});
