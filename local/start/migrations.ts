import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { StartProblem } from "./start-problem";

const MIGRATION_FILE = /^(\d+)_.+\.sql$/;

function listVersions(root: string): string[] {
  return readdirSync(join(root, "supabase", "migrations"))
    .flatMap((name) => MIGRATION_FILE.exec(name)?.[1] ?? [])
    .sort();
}

async function listAppliedVersions(databaseUrl: string): Promise<Set<string>> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  try {
    const [table] = await sql`select to_regclass('supabase_migrations.schema_migrations') as name`;
    if (table?.name === null || table === undefined) return new Set();
    const rows = await sql<{ version: string }[]>`select version from supabase_migrations.schema_migrations`;
    return new Set(rows.map((row) => row.version));
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Migrations of the project that the database has not seen, oldest first. */
export async function findPendingMigrations(root: string, databaseUrl: string): Promise<string[]> {
  const applied = await listAppliedVersions(databaseUrl);
  const known = listVersions(root);
  const unknown = [...applied].filter((version) => !known.includes(version));
  if (unknown.length > 0) {
    throw new StartProblem(
      `The database has migrations this checkout does not know (${unknown.join(", ")}): update the checkout, or run npm run reset to begin with fresh local data.`,
    );
  }
  return known.filter((version) => !applied.has(version));
}

/**
 * Applies the pending migrations with the `supabase` CLI, as they are applied to a hosted project.
 * @returns how many were applied; none costs one query and no CLI.
 * @throws StartProblem with the database's own words when one is refused.
 */
export async function applyMigrations(
  root: string,
  databaseUrl: string,
  env: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<number> {
  const pending = await findPendingMigrations(root, databaseUrl);
  if (pending.length === 0) return 0;
  const cli = join(root, "node_modules", "supabase", "dist", "supabase.js");
  const child = spawn(
    process.execPath,
    [
      cli,
      "db",
      "push",
      `--remote=${databaseUrl}`,
      "--yes",
      "--include-all",
      "--skip-vault",
      "--workdir",
      root,
    ],
    {
      cwd: root,
      env: env as NodeJS.ProcessEnv,
      stdio: ["ignore", "pipe", "pipe"],
      signal,
      killSignal: "SIGKILL",
    },
  );
  let output = "";
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const left = await findPendingMigrations(root, databaseUrl);
  if (code !== 0 || left.length > 0) {
    throw new StartProblem(`Migration ${left[0] ?? pending[0]} was refused: ${output.trim()}`);
  }
  return pending.length;
}
