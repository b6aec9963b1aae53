import { readFile } from "node:fs/promises";
import { inTransaction, type Pool } from "./connection";

/** The version of schema.sql. Raise it when a table changes in a way `if not exists` does not cover. */
const SCHEMA_VERSION = 1;

/**
 * Creates the schema, or brings it to this version. A schema of another version is thrown away with its runs: it is
 * a stand-in's state, and its version is raised by hand only when its tables change.
 * Two executors starting together take turns.
 */
export async function migrate(pool: Pool): Promise<void> {
  const script = await readFile(new URL("./schema.sql", import.meta.url), "utf8");
  await inTransaction(pool, async (db) => {
    await db`select pg_advisory_xact_lock(4003, 0)`;
    const [found] = await db<{ version: number | null }[]>`
      select obj_description(to_regnamespace('local_inngest'), 'pg_namespace')::integer as version
      where to_regnamespace('local_inngest') is not null`;
    if (found && found.version !== SCHEMA_VERSION) await db`drop schema local_inngest cascade`;
    await db.unsafe(script);
    await db.unsafe(`comment on schema local_inngest is '${SCHEMA_VERSION}'`);
  });
}
