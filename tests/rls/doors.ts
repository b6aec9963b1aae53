import { SignJWT } from "jose";
import postgres from "postgres";
import type { TestDatabase } from "@/tests/support/database";
import type { Reader, World } from "./world";

/** What a query gave: the keys it showed, or the error code that refused it. */
export type Outcome = { readonly keys: readonly string[] } | { readonly refused: string };

/** Runs a statement as PostgREST does: as `authenticator`, become the role, with the token's claims. Rolled back. */
export interface SqlDoor {
  run(role: string, claims: object, statement: string): Promise<Outcome>;
  close(): Promise<void>;
}

export function openSqlDoor(db: TestDatabase): SqlDoor {
  const sql = postgres(db.authenticatorUrl, { max: 4, onnotice: () => undefined });
  const undo = new Error("undo");
  return {
    async run(role, claims, statement) {
      let outcome: Outcome = { refused: "nothing ran" };
      await sql
        .begin(async (tx) => {
          await tx.unsafe(`set local role ${role}`);
          await tx`select set_config('request.jwt.claims', ${JSON.stringify(claims)}, true)`;
          const rows = await tx.unsafe(statement);
          outcome = { keys: rows.map((row) => String(row["key"])).sort() };
          throw undo;
        })
        .catch((error: unknown) => {
          if (error instanceof postgres.PostgresError) outcome = { refused: error.code };
          else if (error !== undo) throw error;
        });
      return outcome;
    },
    close: () => sql.end({ timeout: 5 }),
  };
}

/** The database role and the token's claims of a reader. */
export function credentialsOf(reader: Reader, world: World): { role: string; claims: object } {
  if (reader === "anon") return { role: "anon", claims: { role: "anon" } };
  const sub = world.people[reader];
  return { role: "authenticated", claims: { role: "authenticated", sub, sid: "sess_1" } };
}

/** A token as the application signs it for the REST gateway. */
export function signToken(sub: string, secret: string, life = "5m", role = "authenticated"): Promise<string> {
  return new SignJWT({ role, sid: "sess_1" })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setSubject(sub)
    .setIssuedAt()
    .setExpirationTime(life)
    .sign(new TextEncoder().encode(secret));
}
