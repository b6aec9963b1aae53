import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { inject } from "vitest";
import { database, type Sql } from "@/lib/platform/db";
import { installEnvironment } from "./environment";
import type { TestCluster } from "./test-cluster";

/** A database of the test file's own, with every migration applied and nothing else in it. */
export interface TestDatabase {
  readonly name: string;
  /** The application's own role, as in production. */
  readonly url: string;
  /** Role `postgres`: owns the tables, is no superuser. For preparing and looking. */
  readonly ownerUrl: string;
  readonly authenticatorUrl: string;
  readonly superuserUrl: string;
  readonly owner: postgres.Sql;
  /** Closes every connection and removes the database. */
  drop(): Promise<void>;
}

export interface CreateOptions {
  /** The database to copy; `template1` gives an empty one with nothing of ours. */
  readonly template?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

const quiet = { onnotice: () => undefined } as const;

/**
 * Makes a database for this test file and points the process's environment at it, so that `database()` and
 * everything built on it work there. Call it in `beforeAll`, and `drop` in `afterAll`.
 */
export async function createTestDatabase({
  template = "meterhouse",
  environment = {},
}: CreateOptions = {}): Promise<TestDatabase> {
  const { port, passwords }: TestCluster = inject("testCluster");
  const name = `test_${randomBytes(6).toString("hex")}`;
  const at = (role: string, word: string, into = name): string =>
    `postgres://${role}:${word}@127.0.0.1:${port}/${into}`;

  const maintenance = postgres(at("supabase_admin", passwords.superuser, "postgres"), { max: 1, ...quiet });
  // Two copies of one template at once are refused; whoever comes second waits here.
  await maintenance`select pg_advisory_lock(7331)`;
  await maintenance.unsafe(`create database ${name} template ${template} owner postgres`);
  await maintenance`select pg_advisory_unlock(7331)`;

  const url = at("meterhouse_app", passwords.app);
  const ownerUrl = at("postgres", passwords.postgres);
  installEnvironment({
    DATABASE_URL: url,
    DATABASE_MIGRATION_URL: ownerUrl,
    DATABASE_POOL_SIZE: "20",
    ...environment,
  });
  const owner = postgres(ownerUrl, { max: 5, ...quiet });
  return {
    name,
    url,
    ownerUrl,
    authenticatorUrl: at("authenticator", passwords.authenticator),
    superuserUrl: at("supabase_admin", passwords.superuser),
    owner,
    async drop() {
      const shared = globalThis as unknown as { meterhouseDatabase?: Sql };
      if (shared.meterhouseDatabase) await database().end({ timeout: 5 });
      await owner.end({ timeout: 5 });
      await maintenance.unsafe(`drop database ${name} with (force)`);
      // Only now: work that nobody waits for, such as the outbox's, would open a new pool on what is being dropped.
      delete shared.meterhouseDatabase;
      await maintenance.end();
    },
  };
}
