/**
 * A real Postgres 17 as a stand-in for a Supabase database.
 * `server.ts --port <port> --state-dir <dir>`; passwords come in the environment.
 */
import { mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { announceReady, requiredFlag, requiredPort, requiredVariable, stopOnSignal } from "../start/stand-in";
import { findPostgresBinaries } from "./binaries";
import { bootstrapDatabase, DATABASE_NAME } from "./bootstrap";
import { type Cluster, initialiseCluster, startServer, stopOrphan } from "./cluster";
import { resolveSystemAccount } from "./system-account";

/** A fast shutdown writes a checkpoint first; after this the server is cut off, which is as safe as a crash. */
const CHECKPOINT_LIMIT_MS = 8_000;

const port = requiredPort();
const stateDir = resolve(requiredFlag("state-dir"));
const passwords = {
  superuser: requiredVariable("LOCAL_POSTGRES_SUPERUSER_PASSWORD"),
  postgres: requiredVariable("LOCAL_POSTGRES_PASSWORD"),
  authenticator: requiredVariable("LOCAL_POSTGRES_AUTHENTICATOR_PASSWORD"),
  meterhouse_app: requiredVariable("LOCAL_POSTGRES_APP_PASSWORD"),
};

mkdirSync(stateDir, { recursive: true });
const binaries = await findPostgresBinaries();
const cluster: Cluster = {
  binaries,
  stateDir,
  account: resolveSystemAccount([stateDir, dirname(binaries.postgres)]),
};

await stopOrphan(cluster);
await initialiseCluster(cluster, passwords.superuser);
const server = await startServer(cluster, port, (text) => process.stderr.write(text));

let stopping = false;
server.once("exit", (code, signal) => {
  if (stopping) return;
  console.error(`Postgres ended on its own (${signal ?? `code ${code}`}).`);
  process.exit(1);
});

stopOnSignal(async () => {
  stopping = true;
  const ended = new Promise<void>((done) => server.once("exit", () => done()));
  server.kill("SIGINT");
  const cutOff = setTimeout(() => server.kill("SIGQUIT"), CHECKPOINT_LIMIT_MS);
  await ended;
  clearTimeout(cutOff);
}, CHECKPOINT_LIMIT_MS + 4_000);

await bootstrapDatabase(stateDir, port, passwords);
announceReady(`postgres://127.0.0.1:${port}/${DATABASE_NAME}`);
