import type { Context } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { recordAuditEntries } from "../audit/record-audit";
import { identityProvider } from "../identity/provider";
import { erasePersonRows, leaveOrganizations } from "./repository/erasure";

/**
 * Erases a person: they leave every organization, their keys there end, the identity provider forgets them, and
 * their row keeps nothing but its id. The identity goes first: a row emptied while its identity lives could be
 * filled again by it. Each part can be repeated.
 *
 * @throws DomainError PROVIDER_UNAVAILABLE while the identity provider does not answer; then nothing was erased
 */
export async function erasePerson(ctx: Context, personId: string): Promise<void> {
  await identityProvider().deletePerson(personId);
  await database().begin(async (tx) => {
    const now = ctx.clock.now();
    const left = await leaveOrganizations(tx, personId, now);
    await erasePersonRows(tx, personId, now);
    await recordAuditEntries(
      tx,
      ctx,
      left.map((accountId) => ({
        accountId,
        action: "member.erased" as const,
        targetKind: "person",
        targetId: personId,
      })),
    );
  });
}
