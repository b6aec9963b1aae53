import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const root = new URL("../../..", import.meta.url).pathname;

/** What a checkout holds besides the project: installed, built, generated, or somebody's own. */
const NOT_OURS =
  /^(node_modules|\.git|\.next.*|\.local.*|test-results|playwright-report|coverage|\.temp|\.env(?!\.example).*|next-env\.d\.ts|.*\.tsbuildinfo)$/;

/** Paths of the project's files below the root, with forward slashes. */
export function listFiles(below = ""): readonly string[] {
  return readdirSync(join(root, below), { withFileTypes: true })
    .filter(({ name }) => !NOT_OURS.test(name))
    .flatMap((entry) => {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      return entry.isDirectory() ? listFiles(path) : [path];
    });
}

export const projectFiles = listFiles();

export function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** Files whose name ends in one of the endings, optionally below some folders. */
export function filesEndingIn(
  endings: readonly string[],
  folders: readonly string[] = [""],
): readonly string[] {
  return projectFiles.filter(
    (path) =>
      endings.some((ending) => path.endsWith(ending)) && folders.some((folder) => path.startsWith(folder)),
  );
}
