import type { Format } from "@/components/format/create-format";
import type { DeletionData } from "./types";

const counted = (format: Format, count: number, one: string, many: string): string =>
  `${format.formatCount(count)} ${count === 1 ? one : many}`;

/** What goes with a deletion, one sentence each; what there is none of is left out. */
export function describeLosses({ subject, losses }: DeletionData, format: Format): readonly string[] {
  const { members, apiKeys, plan, openInvoices } = losses;
  const others = members - 1;
  return [
    ...(plan ? [describePlan(plan, format)] : []),
    ...(subject === "account" && others > 0
      ? [`${counted(format, others, "other person loses", "other people lose")} access.`]
      : []),
    ...(subject === "person"
      ? ["You leave every organization. The organizations stay; API keys you made in them stop working."]
      : []),
    ...(apiKeys > 0 ? [`${counted(format, apiKeys, "API key stops", "API keys stop")} working.`] : []),
    ...(openInvoices > 0
      ? [`${counted(format, openInvoices, "open invoice is", "open invoices are")} still owed.`]
      : []),
    "Usage counts and invoices are kept as the law asks, without names.",
  ];
}

function describePlan({ name, until }: NonNullable<DeletionData["losses"]["plan"]>, format: Format): string {
  return until
    ? `${name} does not renew. What is paid for runs until ${format.formatDay(until)} at the latest; no refund is due.`
    : `${name}, bought once, is lost. No refund is due.`;
}
