import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stack } from "../../support/stack";

let sql: postgres.Sql;

beforeAll(async () => {
  sql = postgres(stack.urls.database, { max: 1, onnotice: () => undefined });
  await sql.unsafe(
    "create schema if not exists local_probe; create table if not exists local_probe.kept (n int)",
  );
});

afterAll(async () => {
  await sql.unsafe("drop schema local_probe cascade");
  await sql.end();
});

describe("the local Postgres", () => {
  it("loses nothing that was committed when it is killed with -9", async () => {
    const [row] = await sql<
      { pid: number }[]
    >`insert into local_probe.kept values (1) returning pg_backend_pid() as pid`;
    expect(row?.pid).toBeGreaterThan(0);
    await stack.kill("postgres", "SIGKILL");
    await stack.waitUntilReady("postgres");
    const kept = await sql`select n from local_probe.kept`;
    expect(kept.map(({ n }) => n)).toEqual([1]);
  });

  it("keeps every promise of durability switched on", async () => {
    for (const setting of ["fsync", "full_page_writes", "synchronous_commit"]) {
      const [row] = await sql.unsafe(`show ${setting}`);
      expect(row?.[setting]).toBe("on");
    }
  });

  it("gives migrations a role that is no superuser, and the app one that owns nothing", async () => {
    const roles = await sql`
      select rolname, rolsuper, rolcreaterole from pg_roles
      where rolname in ('postgres', 'meterhouse_app') order by rolname`;
    expect(roles).toEqual([
      { rolname: "meterhouse_app", rolsuper: false, rolcreaterole: false },
      { rolname: "postgres", rolsuper: false, rolcreaterole: true },
    ]);
    const [owned] =
      await sql`select count(*)::int as n from pg_class where relowner = 'meterhouse_app'::regrole`;
    expect(owned?.n).toBe(0);
  });
});
