import type postgres from "postgres";
import { listTables } from "@/tests/rls/catalogue";

/** Columns that tell when a credential or a person was last seen. Everything else in the database is an effect. */
const MARKS: Readonly<Record<string, readonly string[]>> = {
  api_keys: ["last_used_at", "last_used_ip"],
  members: ["last_seen_at"],
};

/** Count and hash of each table. */
export type Fingerprint = Readonly<Record<string, string>>;

/**
 * Takes the fingerprint of every table in the public schema, read by the owner, whom no policy filters. Two that
 * are equal say that nothing was written in between, whatever the table.
 */
export async function takeFingerprint(sql: postgres.Sql): Promise<Fingerprint> {
  const tables = await listTables(sql);
  const each = tables.map(({ name }) => {
    const content = (MARKS[name] ?? []).reduce((row, mark) => `${row} - '${mark}'`, "to_jsonb(t)");
    return `select '${name}' as name, count(*) || ':' || coalesce(md5(string_agg(md5((${content})::text), ''
      order by md5((${content})::text))), '') as print from public.${name} t`;
  });
  const rows = await sql.unsafe<{ name: string; print: string }[]>(each.join(" union all "));
  return Object.fromEntries(rows.map(({ name, print }) => [name, print]));
}
