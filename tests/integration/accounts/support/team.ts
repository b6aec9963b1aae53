import type postgres from "postgres";
import { vi } from "vitest";
import type { Role } from "@/lib/accounts/permissions";
import { inviteMember } from "@/lib/accounts/teams/actions/invite-member";
import type { InvitedRole, SentInvitation } from "@/lib/accounts/teams/schemas";
import type { AccountContext, Context } from "@/lib/platform/context";
import { openJson } from "@/lib/platform/crypto";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import * as queue from "@/lib/platform/inngest";
import { readSeats } from "@/lib/usage";
import { type HeldClock, holdClock, makeAccountContext, makeContext } from "@/tests/support/context";
import { insertAccount, insertMember, insertPerson } from "@/tests/support/people";

/** Nothing leaves the process: what would be sent stands in the outbox. */
export const keepMailIn = (): void => void vi.spyOn(queue, "sendToQueue").mockResolvedValue(undefined);

export interface Somebody {
  readonly personId: string;
  readonly email: string;
  /** As a signed-in person, in no account. */
  readonly ctx: Context;
}

export interface Teammate extends Somebody {
  readonly role: Role;
  /** As a member, with the rights of the role they had when they were made. */
  readonly as: AccountContext;
}

/** An organization in a database of shipped plans, whose people and clock a test moves. */
export interface TestTeam {
  readonly id: string;
  readonly name: string;
  readonly clock: HeldClock;
  join(role: Role): Promise<Teammate>;
  somebody(email?: string): Promise<Somebody>;
  /** A caller whose request was let in with a role, whatever their role is by now. */
  contextOf(personId: string, role: Role): AccountContext;
  invite(by: Teammate, email: string, role?: InvitedRole): Promise<SentInvitation>;
  /** Token in the newest message that is to go out for an invitation. */
  tokenOf(invitationId: string): Promise<string>;
  roles(): Promise<Readonly<Record<string, Role>>>;
  audits(): Promise<readonly { action: string; targetId: string; actorId: string; after: unknown }[]>;
  events(): Promise<readonly { name: string; data: Record<string, unknown> }[]>;
}

export interface TeamFacts {
  /** Null is unlimited. */
  readonly seats?: number | null;
}

export async function makeTeam(sql: postgres.Sql, { seats = null }: TeamFacts = {}): Promise<TestTeam> {
  const name = "Larkfield Studio";
  const id = await insertAccount(sql, name);
  await sql`
    insert into account_limits (account_id, feature, limit_value, reason) values (${id}, 'seats', ${seats}, 'test')`;
  const clock = holdClock();
  const emailOf = async (personId: string): Promise<string> => {
    const [row] = await sql<{ email: string }[]>`select email from people where id = ${personId}`;
    return row?.email ?? "";
  };
  const contextOf = (personId: string, role: Role) =>
    makeAccountContext({ accountId: id, personId, role }, { clock });
  const somebody = async (email?: string): Promise<Somebody> => {
    const personId = await insertPerson(sql);
    if (email) await sql`update people set email = ${email} where id = ${personId}`;
    const actor = { kind: "person", personId, sessionId: "sess_test" } as const;
    return { personId, email: email ?? (await emailOf(personId)), ctx: makeContext({ actor, clock }) };
  };
  return {
    id,
    name,
    clock,
    somebody,
    contextOf,
    async join(role) {
      const person = await somebody();
      await insertMember(sql, id, person.personId, role);
      return { ...person, role, as: contextOf(person.personId, role) };
    },
    invite: (by, email, role = "member") => inviteMember(by.as, { email, role }, readSeats),
    async tokenOf(invitationId) {
      const rows = await sql<{ data: { sealedToken: string } }[]>`
        select data from outbox where name = 'accounts/invitation.sent' and data ->> 'invitationId' = ${invitationId}
        order by id`;
      return String(openJson(rows.at(-1)?.data.sealedToken ?? "", env().keyPepper));
    },
    async roles() {
      const rows = await sql<{ person_id: string; role: Role }[]>`
        select person_id, role from members where account_id = ${id}`;
      return Object.fromEntries(rows.map((row) => [row.person_id, row.role]));
    },
    async audits() {
      return await sql<{ action: string; targetId: string; actorId: string; after: unknown }[]>`
        select action, target_id as "targetId", actor_id as "actorId", after from audit_log
        where account_id = ${id} order by id`;
    },
    async events() {
      return await sql<{ name: string; data: Record<string, unknown> }[]>`
        select name, data from outbox where data ->> 'accountId' = ${id} order by id`;
    },
  };
}

/** An address that nobody has. */
export const newAddress = (): string => `guest.${newId()}@example.com`;
