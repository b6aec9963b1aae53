import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { SUPERUSER } from "./cluster";

export const DATABASE_NAME = "meterhouse";

/** Passwords of the roles that may sign in. */
export interface RolePasswords {
  readonly superuser: string;
  readonly postgres: string;
  readonly authenticator: string;
  readonly meterhouse_app: string;
}

const SAFE_PASSWORD = /^[A-Za-z0-9_-]{16,}$/;

/**
 * Makes the database, Supabase's roles and functions, and sets the passwords. Skipped when the same has been
 * done to this cluster before, which saves half a second on every later start.
 */
export async function bootstrapDatabase(
  stateDir: string,
  port: number,
  passwords: RolePasswords,
): Promise<void> {
  const script = readFileSync(new URL("./bootstrap.sql", import.meta.url), "utf8");
  const version = createHash("sha256").update(script).update(JSON.stringify(passwords)).digest("hex");
  const marker = join(stateDir, "bootstrapped");
  if (existsSync(marker) && readFileSync(marker, "utf8") === version) return;

  const connect = (database: string): postgres.Sql =>
    postgres({
      host: "127.0.0.1",
      port,
      database,
      username: SUPERUSER,
      password: passwords.superuser,
      max: 1,
      onnotice: () => undefined,
    });

  const maintenance = connect("postgres");
  try {
    const found = await maintenance`select 1 from pg_database where datname = ${DATABASE_NAME}`;
    if (found.length === 0) await maintenance.unsafe(`create database ${DATABASE_NAME}`);
  } finally {
    await maintenance.end();
  }

  const database = connect(DATABASE_NAME);
  try {
    await database.unsafe(script);
    await database.unsafe(`alter database ${DATABASE_NAME} owner to postgres`);
    for (const role of ["postgres", "authenticator", "meterhouse_app"] as const) {
      // alter role takes no parameters; the passwords are our own base64url and checked to be.
      if (!SAFE_PASSWORD.test(passwords[role]))
        throw new Error(`The password of ${role} has other characters.`);
      await database.unsafe(`alter role ${role} password '${passwords[role]}'`);
    }
  } finally {
    await database.end();
  }
  writeFileSync(marker, version);
}
