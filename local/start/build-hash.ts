import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Settings } from "./read-settings";

/** What the app is made of never lies here. */
const NOT_SOURCES = new Set([
  ".git",
  ".local",
  ".next",
  "node_modules",
  "bench",
  "coverage",
  "docs",
  "local",
  "playwright-report",
  "supabase",
  "test-results",
  "tests",
]);
const NOT_SOURCE_FILES = /(\.md|\.tsbuildinfo|^next-env\.d\.ts|^\.env.*|^LICENSE)$/;

function listSources(root: string, directory = ""): string[] {
  return readdirSync(join(root, directory), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return NOT_SOURCES.has(path) ? [] : listSources(root, path);
      return NOT_SOURCE_FILES.test(entry.name) || !entry.isFile() ? [] : [path];
    });
}

/** Fingerprint of everything a build depends on: sources, lock file, configuration, inlined variables. */
export function computeBuildHash(root: string, env: Settings): string {
  const hash = createHash("sha256").update(process.versions.node);
  for (const path of listSources(root))
    hash
      .update(path)
      .update("\0")
      .update(readFileSync(join(root, path)));
  for (const name of Object.keys(env).sort()) {
    if (name.startsWith("NEXT_PUBLIC_")) hash.update(`${name}=${env[name] ?? ""}\0`);
  }
  return hash.digest("hex").slice(0, 16);
}
