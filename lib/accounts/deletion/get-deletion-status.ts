import type { AccountContext } from "@/lib/platform/context";
import { env } from "@/lib/platform/env";
import { forbidden, notFound } from "@/lib/platform/errors";
import { findPerson } from "../repository";
import {
  findAccountContents,
  findOpenDeletion,
  findOpenDeletionOfPerson,
  listSoleOwnerships,
  type StoredDeletion,
} from "./repository/deletions";
import type { DeletionStatus } from "./schemas";

/** What billing knows of the losses. */
export interface BillingLosses {
  readonly plan: { readonly tierKey: string; readonly until: Date | null } | null;
  readonly openInvoices: number;
}

/**
 * Whether an organization's deletion is scheduled, and what would be lost.
 *
 * @throws DomainError FORBIDDEN, NOT_FOUND
 */
export async function getAccountDeletion(
  ctx: AccountContext,
  losses: BillingLosses,
): Promise<DeletionStatus> {
  if (!ctx.permissions.has("account.delete")) throw forbidden("Only an owner sees this.");
  const [open, contents] = await Promise.all([
    findOpenDeletion(ctx.account.id),
    findAccountContents(ctx.account.id),
  ]);
  if (!contents) throw notFound("The account");
  return {
    ...statusOf(open?.subject === "account" ? open : null),
    confirmName: contents.name,
    losses: { ...lossesOf(losses), members: contents.members, apiKeys: contents.apiKeys },
    blockedBy: [],
  };
}

/**
 * Whether the caller's own deletion is scheduled, and what would be lost with their personal account.
 *
 * @throws DomainError FORBIDDEN (not a person), NOT_FOUND
 */
export async function getPersonDeletion(ctx: AccountContext, losses: BillingLosses): Promise<DeletionStatus> {
  if (ctx.actor.kind !== "person") throw forbidden("Only the person sees this.");
  const { personId } = ctx.actor;
  const [open, contents, person, owned] = await Promise.all([
    findOpenDeletionOfPerson(personId),
    findAccountContents(ctx.account.id),
    findPerson(personId),
    listSoleOwnerships(personId),
  ]);
  if (!contents || !person) throw notFound("The person");
  return {
    ...statusOf(open),
    confirmName: person.name || person.email,
    losses: { ...lossesOf(losses), members: contents.members, apiKeys: contents.apiKeys },
    blockedBy: owned.map(({ accountId, name, slug }) => ({ id: accountId, name, slug })),
  };
}

function statusOf(open: StoredDeletion | null): Pick<DeletionStatus, "scheduled" | "graceDays"> {
  return {
    scheduled: open && {
      requestedAt: open.requestedAt.toISOString(),
      dueAt: open.dueAt.toISOString(),
      isErasing: open.state === "erasing",
      holdReason: open.holdReason,
    },
    graceDays: env().operations.deletionGraceDays,
  };
}

const lossesOf = ({ plan, openInvoices }: BillingLosses) => ({
  plan: plan && { tier: plan.tierKey, until: plan.until?.toISOString() ?? null },
  openInvoices,
});
