import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { applyMigrations } from "../../local/start/migrations";
import { findFreePorts } from "../../local/start/ports";
import { spawnServer } from "./spawn-server";

export interface TestCluster {
  readonly port: number;
  readonly passwords: {
    readonly superuser: string;
    readonly postgres: string;
    readonly authenticator: string;
    readonly app: string;
  };
}

declare module "vitest" {
  export interface ProvidedContext {
    testCluster: TestCluster;
  }
}

const root = new URL("../..", import.meta.url).pathname;
const password = (): string => randomBytes(24).toString("base64url");

/**
 * One real Postgres for a run of tests: the local stack's own, with the migrations applied by the `supabase`
 * CLI as role `postgres`, which is no superuser. Each test file copies a database of its own from it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stateDir = mkdtempSync(join(tmpdir(), "meterhouse-test-"));
  chmodSync(stateDir, 0o755);
  const { base: port } = await findFreePorts();
  const passwords = {
    superuser: password(),
    postgres: password(),
    authenticator: password(),
    app: password(),
  };
  const server = await spawnServer(
    "local/postgres/server.ts",
    ["--port", String(port), "--state-dir", stateDir],
    {
      LOCAL_POSTGRES_SUPERUSER_PASSWORD: passwords.superuser,
      LOCAL_POSTGRES_PASSWORD: passwords.postgres,
      LOCAL_POSTGRES_AUTHENTICATOR_PASSWORD: passwords.authenticator,
      LOCAL_POSTGRES_APP_PASSWORD: passwords.app,
    },
  );
  const stop = async (): Promise<void> => {
    await server.stop();
    rmSync(stateDir, { recursive: true, force: true });
  };
  try {
    const environment = {
      PATH: process.env["PATH"] ?? "",
      HOME: process.env["HOME"] ?? "",
      SUPABASE_TELEMETRY_DISABLED: "1",
    };
    await applyMigrations(
      root,
      `postgres://postgres:${passwords.postgres}@127.0.0.1:${port}/meterhouse`,
      environment,
    );
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide("testCluster", { port, passwords });
  return stop;
}
