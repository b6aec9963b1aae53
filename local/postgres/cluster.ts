import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isProcessAlive } from "../start/process-identity";
import type { PostgresBinaries } from "./binaries";
import type { SystemAccount } from "./system-account";

/** The role initdb makes. Only the local stack uses it; the project's own roles are not superusers. */
export const SUPERUSER = "supabase_admin";

/**
 * A laptop's share of memory and quick commits on one disk. Durability stays whole: fsync, full_page_writes and
 * synchronous_commit keep their defaults (on), so a kill -9 loses nothing that was committed.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "120",
  shared_buffers: "256MB",
  effective_cache_size: "1GB",
  work_mem: "8MB",
  maintenance_work_mem: "128MB",
  wal_level: "minimal",
  max_wal_senders: "0",
  wal_buffers: "16MB",
  min_wal_size: "256MB",
  max_wal_size: "2GB",
  checkpoint_timeout: "10min",
  random_page_cost: "1.1",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  log_checkpoints: "off",
  password_encryption: "scram-sha-256",
};

export interface Cluster {
  readonly binaries: PostgresBinaries;
  readonly account: SystemAccount;
  readonly stateDir: string;
}

function dataDirectory(cluster: Cluster): string {
  return join(cluster.stateDir, "data");
}

function run(cluster: Cluster, program: string, args: readonly string[]): ChildProcess {
  const [first = program, ...rest] = [...cluster.account.prefix, program, ...args];
  const { uid, gid } = cluster.account;
  // TZ and PG* of the person's shell must not decide how this cluster behaves.
  const env: Record<string, string> = { PATH: process.env.PATH ?? "", LC_ALL: "C", TZ: "UTC" };
  return spawn(first, rest, {
    cwd: cluster.stateDir,
    env: env as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
    ...(cluster.account.prefix.length === 0 && uid !== undefined && gid !== undefined ? { uid, gid } : {}),
  });
}

function ownerOf(account: SystemAccount): { uid: number; gid: number } | null {
  if (account.uid !== undefined && account.gid !== undefined) return { uid: account.uid, gid: account.gid };
  const uid = account.prefix.find((word) => word.startsWith("--reuid="))?.slice("--reuid=".length);
  const gid = account.prefix.find((word) => word.startsWith("--regid="))?.slice("--regid=".length);
  return uid === undefined || gid === undefined ? null : { uid: Number(uid), gid: Number(gid) };
}

/** Makes the data directory when it is missing; a first start that was cut short is made again from nothing. */
export async function initialiseCluster(cluster: Cluster, superuserPassword: string): Promise<void> {
  const data = dataDirectory(cluster);
  const marker = join(cluster.stateDir, "initialised");
  if (existsSync(marker)) return;
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const passwordFile = join(cluster.stateDir, `password-${randomBytes(6).toString("hex")}`);
  writeFileSync(passwordFile, `${superuserPassword}\n`, { mode: 0o600 });
  const owner = ownerOf(cluster.account);
  if (owner !== null) {
    for (const path of [data, passwordFile]) chownSync(path, owner.uid, owner.gid);
  }
  try {
    const child = run(cluster, cluster.binaries.initdb, [
      `--pgdata=${data}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale-provider=builtin",
      "--locale=C.UTF-8",
      "--no-instructions",
    ]);
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    if (code !== 0) throw new Error(`Postgres could not make its data directory: ${output.trim()}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  writeFileSync(marker, new Date().toISOString());
}

/** The process named by `postmaster.pid`, when it is alive and truly the Postgres of this directory. */
function findRunningPostmaster(cluster: Cluster): number | null {
  const path = join(dataDirectory(cluster), "postmaster.pid");
  if (!existsSync(path)) return null;
  const pid = Number(readFileSync(path, "utf8").split("\n", 1)[0]);
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    if (command.includes(dataDirectory(cluster))) return pid;
  } catch {
    // No /proc, or no such process. Without /proc Postgres itself tells a live postmaster from a stale file.
    if (existsSync("/proc/self/cmdline")) {
      rmSync(path, { force: true });
      return null;
    }
    return isProcessAlive(pid) ? pid : null;
  }
  // The number now belongs to another program, which would make Postgres refuse to start.
  rmSync(path, { force: true });
  return null;
}

/** Stops a Postgres that outlived its supervisor, so that the directory and the port are free again. */
export async function stopOrphan(cluster: Cluster): Promise<void> {
  const pid = findRunningPostmaster(cluster);
  if (pid === null) return;
  process.kill(pid, "SIGINT");
  const quitAt = Date.now() + 8_000;
  const giveUpAt = Date.now() + 20_000;
  while (isProcessAlive(pid)) {
    if (Date.now() > giveUpAt) throw new Error(`Postgres process ${pid} does not stop: end it by hand.`);
    if (Date.now() > quitAt) process.kill(pid, "SIGQUIT");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/**
 * Starts the server and waits until it accepts connections (crash recovery included).
 * @throws with the server's own last words when it ends before that.
 */
export async function startServer(
  cluster: Cluster,
  port: number,
  log: (text: string) => void,
): Promise<ChildProcess> {
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = run(cluster, cluster.binaries.postgres, [
    "-D",
    dataDirectory(cluster),
    "-p",
    String(port),
    ...settings,
  ]);
  let tail = "";
  await new Promise<void>((resolve, reject) => {
    const onData = (chunk: Buffer): void => {
      const text = chunk.toString();
      tail = (tail + text).slice(-2_000);
      log(text);
      if (text.includes("database system is ready to accept connections")) resolve();
    };
    child.stdout?.on("data", onData);
    child.stderr?.on("data", onData);
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`Postgres ended while starting: ${tail.trim()}`)));
  });
  return child;
}
