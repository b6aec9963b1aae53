import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";

/** Files that are written from the code, so that they cannot say anything else. */
export interface Reference {
  /** Name of the program in `bin` that writes them. */
  readonly command: string;
  /** The file of the code that they are made from. */
  readonly source: string;
  readonly files: readonly { readonly path: string; readonly render: () => string }[];
}

const root = join(import.meta.dirname, "..");

/** Paths of the files that differ from what they should say. */
export function listStale({ files }: Reference): readonly string[] {
  return files
    .filter(({ path, render }) => {
      const file = join(root, path);
      return !existsSync(file) || readFileSync(file, "utf8") !== render();
    })
    .map(({ path }) => path);
}

/** The program: writes what is not current, or with `--check` fails for it. */
export function runReference(reference: Reference): void {
  const names = reference.files.map(({ path }) => path).join(" and ");
  new Command(reference.command)
    .description(`Writes ${names} from ${reference.source}.`)
    .option("--check", "write nothing; fail when a file is not current", false)
    .action(({ check }: { check: boolean }) => write(reference, names, check))
    .parse();
}

function write(reference: Reference, names: string, check: boolean): void {
  const stale = listStale(reference);
  if (stale.length === 0) {
    console.log(`${names}: current.`);
    return;
  }
  if (check) {
    console.error(`Not current: ${stale.join(", ")}. Run npx tsx bin/${reference.command}.ts.`);
    process.exitCode = 1;
    return;
  }
  for (const { path, render } of reference.files) {
    if (stale.includes(path)) writeFileSync(join(root, path), render());
  }
  console.log(`Wrote ${stale.join(" and ")}.`);
}
