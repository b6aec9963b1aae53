import type { Context } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import {
  listSoleOwnerships,
  lockDeletion,
  type StoredDeletion,
  setDeletionErasing,
  setDeletionHeld,
} from "./repository/deletions";

export type Beginning =
  | { readonly begun: true; readonly deletion: StoredDeletion }
  /** Not now, or no more; the reason is stored with the job's run. */
  | { readonly begun: false; readonly reason: string };

/**
 * Takes a due deletion past the point of undoing. From here on it is carried out, however often that has to be
 * tried. A person who became the only owner of an organization meanwhile has to wait: the organization must not
 * be left without anybody.
 */
export async function beginErasing(ctx: Context, deletionId: string): Promise<Beginning> {
  const now = ctx.clock.now();
  const outcome = await database().begin(async (tx): Promise<Beginning & { readonly hold?: string }> => {
    const deletion = await lockDeletion(tx, deletionId);
    if (!deletion) return { begun: false, reason: "no such deletion" };
    if (deletion.state === "erasing") return { begun: true, deletion };
    if (deletion.state !== "scheduled") return { begun: false, reason: `already ${deletion.state}` };
    if (deletion.dueAt > now) return { begun: false, reason: `due at ${deletion.dueAt.toISOString()}` };
    // Whom the identity has deleted cannot hand anything over any more, and must not go on being charged.
    if (deletion.personId && deletion.requestedBy) {
      const owned = await listSoleOwnerships(deletion.personId, tx);
      const names = owned.map(({ accountId }) => accountId).join(", ");
      if (owned.length > 0) return { begun: false, reason: "held", hold: `only owner of ${names}` };
    }
    await setDeletionErasing(tx, deletionId);
    return { begun: true, deletion: { ...deletion, state: "erasing" } };
  });
  if (!outcome.begun && outcome.hold) {
    await setDeletionHeld(deletionId, outcome.hold);
    return { begun: false, reason: outcome.hold };
  }
  return outcome;
}
