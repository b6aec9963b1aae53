import { database, type Queryable } from "@/lib/platform/db";
import type { Channel, NotificationKind } from "./kinds";

export interface StoredChoice {
  readonly kind: string;
  readonly channel: string;
  readonly enabled: boolean;
}

export async function listChoices(
  personId: string,
  sql: Queryable = database(),
): Promise<readonly StoredChoice[]> {
  return await sql<StoredChoice[]>`
    select kind, channel, enabled from notification_preferences where person_id = ${personId}`;
}

/** Of these people, those who have switched it off. */
export async function listUnwilling(
  personIds: readonly string[],
  kind: NotificationKind,
  channel: Channel,
): Promise<ReadonlySet<string>> {
  const rows = await database()<{ personId: string }[]>`
    select person_id from notification_preferences
    where person_id = any(${[...personIds]}) and kind = ${kind} and channel = ${channel} and not enabled`;
  return new Set(rows.map((row) => row.personId));
}

export interface NewChoice {
  readonly kind: NotificationKind;
  readonly channel: Channel;
  readonly enabled: boolean;
}

/** @returns the choices that were not so before */
export async function upsertChoices(
  sql: Queryable,
  personId: string,
  choices: readonly NewChoice[],
): Promise<readonly NewChoice[]> {
  const rows = choices.map((choice) => ({ personId, ...choice }));
  return await sql<NewChoice[]>`
    insert into notification_preferences ${sql(rows, "personId", "kind", "channel", "enabled")}
    on conflict (person_id, kind, channel) do update set enabled = excluded.enabled
      where notification_preferences.enabled is distinct from excluded.enabled
    returning kind, channel, enabled`;
}

export interface Recipient {
  readonly personId: string;
  readonly email: string;
  readonly name: string;
}

/** Living members of an account with one of the roles, and with an address. */
export async function listRecipients(
  accountId: string,
  roles: readonly string[],
): Promise<readonly Recipient[]> {
  return await database()<Recipient[]>`
    select p.id as person_id, p.email, p.name
    from members m
    join people p on p.id = m.person_id and p.deleted_at is null and p.email <> ''
    where m.account_id = ${accountId} and m.role = any(${[...roles]})
    order by p.id`;
}

/** A living member of an account; null for anybody else. */
export async function findRecipient(accountId: string, personId: string): Promise<Recipient | null> {
  const [row] = await database()<Recipient[]>`
    select p.id as person_id, p.email, p.name
    from members m
    join people p on p.id = m.person_id and p.deleted_at is null and p.email <> ''
    where m.account_id = ${accountId} and m.person_id = ${personId}`;
  return row ?? null;
}

export async function personExists(sql: Queryable, personId: string): Promise<boolean> {
  const rows = await sql`select from people where id = ${personId} and deleted_at is null for key share`;
  return rows.length > 0;
}
