import { z } from "zod";
import { billingPort } from "@/app/_server/billing-port";
import { route } from "@/app/_server/route";
import {
  deletionBody,
  deletionStatus,
  getPersonDeletion,
  inPersonalAccount,
  requestPersonDeletion,
  undoPersonDeletion,
} from "@/lib/accounts";
import { findClosingFacts } from "@/lib/billing";

const shared = { path: "/api/profile/deletion", tag: "Profile" } as const;

export const GET = route(
  {
    ...shared,
    method: "GET",
    summary: "What deleting your profile would take along, and whether it is scheduled",
    access: { kind: "person" },
    output: deletionStatus,
  },
  async ({ ctx }) => {
    const own = await inPersonalAccount(ctx);
    return getPersonDeletion(own, await findClosingFacts(own.account.id));
  },
);

/** Schedules the deletion of the person and their personal account. Organizations stay. */
export const POST = route(
  {
    ...shared,
    method: "POST",
    summary: "Schedule the deletion of your profile",
    access: { kind: "person", recentSignIn: true },
    body: deletionBody,
    output: z.object({ dueAt: z.iso.datetime() }),
    status: 202,
    errors: [
      { status: 409, code: "CONFLICT" },
      { status: 422, code: "SOLE_OWNER" },
      { status: 503, code: "PROVIDER_UNAVAILABLE" },
    ],
  },
  async ({ ctx, input }) => {
    const { dueAt } = await requestPersonDeletion(await inPersonalAccount(ctx), input, billingPort);
    return { dueAt: dueAt.toISOString() };
  },
);

export const DELETE = route(
  {
    ...shared,
    method: "DELETE",
    summary: "Undo the scheduled deletion of your profile",
    access: { kind: "person" },
    output: z.object({ undone: z.literal(true) }),
    errors: [
      { status: 409, code: "CONFLICT" },
      { status: 503, code: "PROVIDER_UNAVAILABLE" },
    ],
  },
  async ({ ctx }) => {
    await undoPersonDeletion(await inPersonalAccount(ctx), billingPort);
    return { undone: true as const };
  },
);
