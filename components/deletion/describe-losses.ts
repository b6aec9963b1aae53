import { formatDay } from "@/components/format/format-date";
import { formatCount } from "@/components/format/format-number";
import type { DeletionData } from "./types";

const counted = (count: number, one: string, many: string): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** What goes with a deletion, one sentence each; what there is none of is left out. */
export function describeLosses({ subject, losses }: DeletionData): readonly string[] {
  const { members, apiKeys, plan, openInvoices } = losses;
  const others = members - 1;
  return [
    ...(plan ? [describePlan(plan)] : []),
    ...(subject === "account" && others > 0
      ? [`${counted(others, "other person loses", "other people lose")} access.`]
      : []),
    ...(subject === "person"
      ? ["You leave every organization. The organizations stay; API keys you made in them stop working."]
      : []),
    ...(apiKeys > 0 ? [`${counted(apiKeys, "API key stops", "API keys stop")} working.`] : []),
    ...(openInvoices > 0
      ? [`${counted(openInvoices, "open invoice is", "open invoices are")} still owed.`]
      : []),
    "Usage counts and invoices are kept as the law asks, without names.",
  ];
}

function describePlan({ name, until }: NonNullable<DeletionData["losses"]["plan"]>): string {
  return until
    ? `${name} does not renew. What is paid for runs until ${formatDay(until)} at the latest; no refund is due.`
    : `${name}, bought once, is lost. No refund is due.`;
}
