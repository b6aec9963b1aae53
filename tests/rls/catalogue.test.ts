import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rolePermissions } from "@/lib/accounts/permissions";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import {
  type FunctionFacts,
  listFunctions,
  listPolicies,
  listTables,
  type PolicyFacts,
  type TableFacts,
} from "./catalogue";
import { functions, securityDefiners, tables } from "./expectations";

const API_ROLES = ["anon", "authenticated", "service_role"] as const;
let db: TestDatabase;
let tableFacts: readonly TableFacts[];
let functionFacts: readonly FunctionFacts[];
let policies: readonly PolicyFacts[];
beforeAll(async () => {
  db = await createTestDatabase();
  [tableFacts, functionFacts, policies] = await Promise.all([
    listTables(db.owner),
    listFunctions(db.owner),
    listPolicies(db.owner),
  ]);
});
afterAll(() => db.drop());

describe("every table", () => {
  test("is a plain table with row-level security: a view would read with its owner's rights", () => {
    expect(tableFacts.filter(({ kind, has_rls }) => kind !== "r" || !has_rls)).toEqual([]);
  });

  test("says in a comment what it is, in at least one sentence", () => {
    expect(
      tableFacts.filter(({ comment }) => !/^[A-Z].{15,}\.$/s.test(comment ?? "")).map(({ name }) => name),
    ).toEqual([]);
  });

  test("has a primary key or a unique index", async () => {
    const rows = await db.owner<{ name: string }[]>`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind = 'r'
        and not exists (select from pg_index i where i.indrelid = c.oid and i.indisunique)`;
    expect(rows.map(({ name }) => name)).toEqual([]);
  });

  test("has an index that begins with the columns of each of its foreign keys", async () => {
    const rows = await db.owner<{ name: string }[]>`
      select k.conrelid::regclass || '.' || k.conname as name
      from pg_constraint k
      where k.contype = 'f' and k.connamespace = 'public'::regnamespace
        and not exists (
          select from pg_index i
          where i.indrelid = k.conrelid and (i.indkey::int2[])[0 : cardinality(k.conkey) - 1] @> k.conkey
        )
      order by 1`;
    // Looked up never, deleted never: what points from these columns is only read forward.
    const withoutIndex = [
      "api_keys.api_keys_created_by_fkey",
      "checkout_sessions.checkout_sessions_person_id_fkey",
      "invitations.invitations_accepted_by_fkey",
      "invitations.invitations_invited_by_fkey",
      "provider_events.provider_events_account_id_fkey",
      "provider_prices.provider_prices_catalog_version_fkey",
    ];
    expect(rows.map(({ name }) => name)).toEqual(withoutIndex);
  });
});

describe("every policy", () => {
  test("is named as a sentence", () => {
    expect(
      policies.filter(({ name }) => !/^[A-Z][a-z]+( [\w'’,-]+){2,}$/.test(name)).map(({ name }) => name),
    ).toEqual([]);
  });

  test("allows reading alone, or what the matrix says that people write themselves, to the API's roles alone", () => {
    for (const policy of policies) {
      const verbs = (tables[policy.table]?.selfMay ?? []).map((verb) => verb.toUpperCase());
      expect(["SELECT", ...verbs], policy.name).toContain(policy.command);
      expect(policy.permissive, policy.name).toBe("PERMISSIVE");
      expect(
        policy.roles.filter((role) => role !== "anon" && role !== "authenticated"),
        policy.name,
      ).toEqual([]);
      const sights = Object.values(tables[policy.table]?.sees ?? {});
      expect(
        sights.some((sight) => sight !== "denied"),
        policy.table,
      ).toBe(true);
    }
  });

  test("asks for the token once a statement and not once a row", () => {
    for (const { name, condition } of policies.flatMap((policy) => [
      policy,
      { name: policy.name, condition: policy.written },
    ])) {
      const unwrapped = (condition ?? "").replaceAll(/\(\s*SELECT\s+\(?(auth|private)\.\w+\(/gi, "");
      expect(unwrapped, name).not.toMatch(/auth\.\w+\(|private\.\w+\(/);
    }
  });
});

describe("every function", () => {
  test("of the database has an expectation, and every expectation its function", () => {
    expect([...new Set(functionFacts.map(({ name }) => name))]).toEqual(Object.keys(functions).sort());
  });

  test("is executable by whom the table says, and never by everybody", () => {
    for (const { name, by_public, executors } of functionFacts) {
      expect({ name, by_public, executors }).toEqual({
        name,
        by_public: false,
        executors: [...(functions[name] ?? [])],
      });
    }
  });

  test("has an empty search path, so that nobody can slip a table of theirs under its names", () => {
    expect(
      functionFacts.filter(({ settings }) => !settings.includes('search_path=""')).map(({ name }) => name),
    ).toEqual([]);
  });

  test("runs with the caller's rights unless there is a written reason", () => {
    expect(functionFacts.filter(({ is_definer }) => is_definer).map(({ name }) => name)).toEqual(
      Object.keys(securityDefiners),
    );
  });
});

describe("roles", () => {
  test("role_permissions holds the same rows as lib/accounts/permissions.ts", async () => {
    const stored = await db.owner<
      { role: string; permission: string }[]
    >`select role, permission from role_permissions`;
    const inCode = Object.entries(rolePermissions).flatMap(([permission, roles]) =>
      roles.map((role) => `${permission} ${role}`),
    );
    expect(stored.map(({ permission, role }) => `${permission} ${role}`).sort()).toEqual(inCode.sort());
  });

  test("a signed-in person can neither make objects nor enter the private schema; visitors not even look there", async () => {
    const [row] = await db.owner`
      select
        has_schema_privilege('anon', 'public', 'create') as anon_creates,
        has_schema_privilege('authenticated', 'public', 'create') as person_creates,
        has_schema_privilege('authenticated', 'private', 'create') as person_creates_private,
        has_schema_privilege('service_role', 'public', 'create') as system_creates,
        has_schema_privilege('anon', 'private', 'usage') as anon_enters_private`;
    expect(Object.values(row ?? { none: true })).toEqual([false, false, false, false, false]);
  });

  test("the application's own role has the service role's rights and no more", async () => {
    const [role] = await db.owner`
      select rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls from pg_roles where rolname = 'meterhouse_app'`;
    expect(role).toEqual({
      rolsuper: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
      rolbypassrls: true,
    });
    const differing = await db.owner`
      select c.relname, verb
      from pg_class c join pg_namespace n on n.oid = c.relnamespace,
        unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) as verb
      where n.nspname = 'public' and c.relkind = 'r'
        and has_table_privilege('meterhouse_app', c.oid, verb) <> has_table_privilege('service_role', c.oid, verb)`;
    expect(differing).toHaveLength(0);
  });

  test("nobody but the owner may truncate, add triggers to or point foreign keys at a table", async () => {
    const granted = await db.owner<{ right: string }[]>`
      select r || ' ' || verb || ' ' || c.relname as right
      from pg_class c join pg_namespace n on n.oid = c.relnamespace,
        unnest(${[...API_ROLES]}::text[]) as r,
        unnest(array['truncate', 'references', 'trigger', 'maintain']) as verb
      where n.nspname = 'public' and c.relkind = 'r' and has_table_privilege(r, c.oid, verb)
      order by 1`;
    expect(granted.map(({ right }) => right)).toEqual([]);
  });
});
