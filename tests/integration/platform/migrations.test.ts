import { readdirSync, readFileSync } from "node:fs";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applyMigrations, findPendingMigrations } from "@/local/start/migrations";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";

const root = new URL("../../..", import.meta.url).pathname;
const directory = `${root}supabase/migrations/`;
const files = readdirSync(directory).sort();
const environment = {
  PATH: process.env["PATH"] ?? "",
  HOME: process.env["HOME"] ?? "",
  SUPABASE_TELEMETRY_DISABLED: "1",
};

/** Extensions a hosted Supabase project offers; nothing here needs one so far. */
const EXTENSIONS: readonly string[] = ["plpgsql"];

let migrated: TestDatabase;
let fresh: TestDatabase;
beforeAll(async () => {
  migrated = await createTestDatabase();
  fresh = await createTestDatabase({ template: "template0" });
  await prepareAsHosted(fresh);
});
afterAll(async () => {
  await migrated.drop();
  await fresh.drop();
});

/** Gives an empty database what Supabase has before the first migration; the roles are the cluster's. */
async function prepareAsHosted(db: TestDatabase): Promise<void> {
  const superuser = postgres(db.superuserUrl, { max: 1, onnotice: () => undefined });
  await superuser.unsafe(readFileSync(`${root}local/postgres/bootstrap.sql`, "utf8"));
  await superuser.end();
}

describe("the migrations", () => {
  test("are applied by a role that is no superuser, as on hosted Supabase", async () => {
    const [role] = await fresh.owner`
      select current_user as name, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls from pg_roles where rolname = current_user`;
    expect(role).toEqual({
      name: "postgres",
      rolsuper: false,
      rolcreaterole: true,
      rolcreatedb: true,
      rolbypassrls: true,
    });
    expect(await findPendingMigrations(root, fresh.ownerUrl)).toHaveLength(files.length);
    expect(await applyMigrations(root, fresh.ownerUrl, environment)).toBe(files.length);
    expect(await findPendingMigrations(root, fresh.ownerUrl)).toEqual([]);
  });

  test("a second time change nothing", async () => {
    const before = await describeSchema(fresh.owner);
    expect(await applyMigrations(root, fresh.ownerUrl, environment)).toBe(0);
    expect(await describeSchema(fresh.owner)).toEqual(before);
  });

  test("give the same schema on an empty database as on the one the tests copy", async () => {
    expect(await describeSchema(fresh.owner)).toEqual(await describeSchema(migrated.owner));
  });

  test("leave everything they make to the role that ran them", async () => {
    const rows = await fresh.owner`
      select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'private') and pg_get_userbyid(c.relowner) <> 'postgres'`;
    expect(rows).toHaveLength(0);
  });

  test("need no extension that a hosted project lacks", async () => {
    const rows = await fresh.owner<{ extname: string }[]>`select extname from pg_extension`;
    expect(rows.map(({ extname }) => extname).filter((name) => !EXTENSIONS.includes(name))).toEqual([]);
  });

  test("are named by their instant and their subject, each instant once", () => {
    const versions = files.map((file) => /^(\d{14})_[a-z]+(_[a-z]+)*\.sql$/.exec(file)?.[1]);
    expect(versions).not.toContain(undefined);
    expect(new Set(versions).size).toBe(files.length);
  });

  test("never speak of roles, superusers or settings that a hosted project does not let them change", () => {
    for (const file of files) {
      const statements = readFileSync(directory + file, "utf8")
        .replaceAll(/--.*$/gm, "")
        .toLowerCase();
      expect(statements, file).not.toMatch(
        /\b(create|alter|drop) role\b|\bsuperuser\b|\balter system\b|\bcreate extension\b|\bset session_replication_role\b/,
      );
    }
  });
});

/** Columns, indexes, constraints, policies, functions and rights, as text. */
async function describeSchema(sql: postgres.Sql): Promise<readonly string[]> {
  const rows = await sql<{ line: string }[]>`
    select 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') as line
    from information_schema.columns where table_schema = 'public'
    union all select 'index ' || indexdef from pg_indexes where schemaname = 'public'
    union all select 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace
    union all select 'policy ' || tablename || ' ' || policyname || ' ' || coalesce(qual, '') from pg_policies
    union all select 'function ' || pg_get_functiondef(oid) || coalesce(proacl::text, '') from pg_proc where pronamespace = 'private'::regnamespace
    union all select 'rights ' || relname || ' ' || coalesce(relacl::text, '') from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
    union all select 'trigger ' || tgrelid::regclass || ' ' || pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
    order by line`;
  return rows.map(({ line }) => line);
}
