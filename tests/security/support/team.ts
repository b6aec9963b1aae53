import { roleSchema } from "@/lib/accounts/permissions";
import { hashSecret, randomSecret } from "@/lib/platform/crypto";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { insertNewMember } from "@/tests/support/people";
import type { MatrixWorld } from "./matrix-world";

/** An address that nobody has. */
export const newAddress = (): string => `guest.${newId()}@example.com`;

/** Somebody who belongs to our account for this call alone. */
export const aMemberOfOurs = ({ db, ours }: MatrixWorld): Promise<string> =>
  insertNewMember(db.owner, ours, "member");

/** An open invitation to our account, for an address that is none of the callers'. */
export async function anInvitationOfOurs({ db, ours, people }: MatrixWorld) {
  const [id, token] = [newId(), randomSecret(32)];
  await db.owner`
    insert into invitations (id, account_id, email, role, token_hash, invited_by, created_at, sent_at, expires_at)
    values (${id}, ${ours}, ${newAddress()}, 'viewer', ${hashSecret(token, env().keyPepper)}, ${people.owner},
      now(), now(), now() + interval '7 days')`;
  return { id, token };
}

/** Gives everybody back the role that their name says. @returns what our account is called by now */
export async function withWholeTeam({ db, ours, people }: MatrixWorld): Promise<string> {
  for (const role of roleSchema.options) {
    await db.owner`
      insert into members (account_id, person_id, role) values (${ours}, ${people[role]}, ${role})
      on conflict (account_id, person_id) do update set role = excluded.role`;
  }
  const [account] = await db.owner<{ name: string }[]>`select name from accounts where id = ${ours}`;
  return account?.name ?? "";
}
