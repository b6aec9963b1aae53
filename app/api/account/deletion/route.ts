import { z } from "zod";
import { billingPort } from "@/app/_server/billing-port";
import { route } from "@/app/_server/route";
import {
  deletionBody,
  deletionStatus,
  getAccountDeletion,
  requestAccountDeletion,
  undoAccountDeletion,
} from "@/lib/accounts";
import { findClosingFacts } from "@/lib/billing";

const shared = { path: "/api/account/deletion", tag: "Account" } as const;

export const GET = route(
  {
    ...shared,
    method: "GET",
    summary: "What deleting the account would take along, and whether it is scheduled",
    access: { kind: "account", permission: "account.delete" },
    output: deletionStatus,
  },
  async ({ ctx }) => getAccountDeletion(ctx, await findClosingFacts(ctx.account.id)),
);

/** Schedules the deletion. The provider is told first that nothing renews. */
export const POST = route(
  {
    ...shared,
    method: "POST",
    summary: "Schedule the account's deletion",
    access: { kind: "account", permission: "account.delete", recentSignIn: true },
    body: deletionBody,
    output: z.object({ dueAt: z.iso.datetime() }),
    status: 202,
    errors: [
      { status: 409, code: "CONFLICT" },
      { status: 422, code: "PERSONAL_ACCOUNT" },
      { status: 503, code: "PROVIDER_UNAVAILABLE" },
    ],
  },
  async ({ ctx, input }) => {
    const { dueAt } = await requestAccountDeletion(ctx, input, billingPort);
    return { dueAt: dueAt.toISOString() };
  },
);

export const DELETE = route(
  {
    ...shared,
    method: "DELETE",
    summary: "Undo the account's scheduled deletion",
    access: { kind: "account", permission: "account.delete" },
    output: z.object({ undone: z.literal(true) }),
    errors: [
      { status: 409, code: "CONFLICT" },
      { status: 503, code: "PROVIDER_UNAVAILABLE" },
    ],
  },
  async ({ ctx }) => {
    await undoAccountDeletion(ctx, billingPort);
    return { undone: true as const };
  },
);
