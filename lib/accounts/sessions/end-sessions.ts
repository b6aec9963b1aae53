import type { Context } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import { recordAudit } from "../audit/record-audit";
import { identityProvider } from "../identity/provider";
import { findPersonalAccount } from "../identity/repository";
import { requireActingSession } from "./list-sessions";

/**
 * Ends one of the caller's own sessions at the identity provider.
 *
 * @throws DomainError NOT_FOUND when it is not theirs, or runs no more
 */
export async function endOneSession(ctx: Context, id: string): Promise<{ readonly ended: number }> {
  const { personId } = requireActingSession(ctx);
  const sessions = await identityProvider().listSessions(personId);
  if (!sessions.some((session) => session.id === id)) throw notFound("The session");
  await identityProvider().endSession(id);
  await recordEnd(ctx, personId, "session.ended", id, {});
  return { ended: 1 };
}

/**
 * Ends every session of the caller, or every one but the one that asks. The one that asks goes last: if the provider
 * fails on the way, whoever asked is still there to ask again.
 */
export async function endAllSessions(
  ctx: Context,
  { keepCurrent }: { readonly keepCurrent: boolean },
): Promise<{ readonly ended: number }> {
  const { personId, sessionId } = requireActingSession(ctx);
  const sessions = await identityProvider().listSessions(personId);
  const others = sessions.filter(({ id }) => id !== sessionId).map(({ id }) => id);
  await Promise.all(others.map((id) => identityProvider().endSession(id)));
  if (!keepCurrent) await identityProvider().endSession(sessionId);
  const ended = others.length + (keepCurrent ? 0 : 1);
  if (ended > 0) await recordEnd(ctx, personId, "session.all_ended", personId, { ended, keepCurrent });
  return { ended };
}

async function recordEnd(
  ctx: Context,
  personId: string,
  action: "session.ended" | "session.all_ended",
  targetId: string,
  after: Readonly<Record<string, unknown>>,
): Promise<void> {
  await database().begin(async (tx) => {
    await recordAudit(tx, ctx, {
      accountId: await findPersonalAccount(tx, personId),
      action,
      targetKind: action === "session.ended" ? "session" : "person",
      targetId,
      after,
    });
  });
}
