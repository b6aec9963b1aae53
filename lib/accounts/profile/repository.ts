import { database, type Queryable } from "@/lib/platform/db";
import type { ImageType } from "./detect-image-type";
import type { Preferences } from "./schemas";

type StoredPreferences = { readonly [K in keyof Preferences]: string | null };

export async function findPreferences(
  personId: string,
  sql: Queryable = database(),
): Promise<StoredPreferences | null> {
  const [row] = await sql<StoredPreferences[]>`
    select locale, time_zone, currency, theme from person_preferences where person_id = ${personId}`;
  return row ?? null;
}

export async function upsertPreferences(
  sql: Queryable,
  personId: string,
  wanted: Preferences,
): Promise<void> {
  const row = { personId, ...wanted };
  await sql`
    insert into person_preferences ${sql(row, "personId", "locale", "timeZone", "currency", "theme")}
    on conflict (person_id) do update set
      locale = excluded.locale, time_zone = excluded.time_zone, currency = excluded.currency, theme = excluded.theme`;
}

/** Takes the person's row for the rest of the transaction. Null when there is no such living person. */
export async function lockPerson(
  sql: Queryable,
  personId: string,
): Promise<{ readonly id: string; readonly name: string } | null> {
  const [row] = await sql<{ id: string; name: string }[]>`
    select id, name from people where id = ${personId} and deleted_at is null for update`;
  return row ?? null;
}

export interface NewAvatar {
  readonly contentType: ImageType;
  readonly sha256: Buffer;
  readonly content: Buffer;
  readonly updatedAt: Date;
}

export async function upsertAvatar(sql: Queryable, personId: string, avatar: NewAvatar): Promise<void> {
  await sql`
    insert into person_avatars (person_id, content_type, sha256, content, updated_at)
    values (${personId}, ${avatar.contentType}, ${avatar.sha256}, ${avatar.content}, ${avatar.updatedAt})
    on conflict (person_id) do update set content_type = excluded.content_type, sha256 = excluded.sha256,
      content = excluded.content, updated_at = excluded.updated_at`;
}

/** @returns false when there was none */
export async function deleteAvatar(sql: Queryable, personId: string): Promise<boolean> {
  const deleted = await sql`delete from person_avatars where person_id = ${personId}`;
  return deleted.count > 0;
}

export async function findAvatarHash(personId: string, sql: Queryable = database()): Promise<Buffer | null> {
  const [row] = await sql<{ sha256: Buffer }[]>`
    select sha256 from person_avatars where person_id = ${personId}`;
  return row?.sha256 ?? null;
}

export interface StoredAvatar {
  readonly contentType: ImageType;
  readonly content: Buffer;
}

/** The picture with this hash, if it is the viewer's own or that of somebody they share an account with. */
export async function findAvatarSeenBy(viewerId: string, sha256: Buffer): Promise<StoredAvatar | null> {
  const [row] = await database()<StoredAvatar[]>`
    select a.content_type, a.content
    from person_avatars a
    where a.sha256 = ${sha256} and (
      a.person_id = ${viewerId}
      or exists (
        select from members theirs
        join members mine on mine.account_id = theirs.account_id and mine.person_id = ${viewerId}
        join accounts account on account.id = mine.account_id and account.deleted_at is null
        where theirs.person_id = a.person_id
      )
    )
    limit 1`;
  return row ?? null;
}
