import type { Invoice, InvoiceLine } from "../../state/records";
import type { World } from "../../world";
import { recordCredit } from "./credit-ledger";
import { planCredits } from "./plan-credits";

type PretaxCredit = NonNullable<InvoiceLine["pretax_credit_amounts"]>[number];

/** An invoice is issued: its credits leave their grants, and its lines name the movements. */
export function drawCredits(world: World, invoice: Invoice): Invoice {
  const nets = invoice.lines.data.map(
    (line) => line.amount - (line.discount_amounts ?? []).reduce((sum, part) => sum + part.amount, 0),
  );
  const planned = planCredits(world, invoice, nets);
  if (planned.every((parts) => parts.length === 0)) return invoice;
  const data = invoice.lines.data.map((line, at): InvoiceLine => {
    const drawn = (planned[at] ?? []).map(({ grant, amount }): PretaxCredit => {
      const entry = recordCredit(world, world.state.creditGrants.get(grant), {
        kind: "credits_applied",
        amount,
        invoice: invoice.id,
        line: line.id,
      });
      return { amount, credit_balance_transaction: entry.id, type: "credit_balance_transaction" };
    });
    const discounts = (line.pretax_credit_amounts ?? []).filter((part) => part.type === "discount");
    return { ...line, pretax_credit_amounts: [...discounts, ...drawn] };
  });
  const discounts = (invoice.total_pretax_credit_amounts ?? []).filter((part) => part.type === "discount");
  const credits = data.flatMap((line) =>
    (line.pretax_credit_amounts ?? []).filter((part) => part.type !== "discount"),
  );
  return {
    ...invoice,
    lines: { ...invoice.lines, data },
    total_pretax_credit_amounts: [...discounts, ...credits],
  };
}

/** A voided invoice gives its credits back. */
export function reinstateCredits(world: World, invoice: Invoice): void {
  for (const line of invoice.lines.data)
    for (const part of line.pretax_credit_amounts ?? []) {
      const entry = world.state.creditTransactions.find(part.credit_balance_transaction ?? "");
      if (!entry) continue;
      recordCredit(world, world.state.creditGrants.get(entry.credit_grant), {
        kind: "credits_application_invoice_voided",
        amount: part.amount,
        invoice: invoice.id,
        line: line.id,
      });
    }
}
