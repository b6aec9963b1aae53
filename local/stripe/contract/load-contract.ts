import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { buildContract } from "./build-contract";
import type { Contract } from "./schema";

/** Raise when the builder changes what it writes: an older cache is then rebuilt. */
const FORMAT = 1;

/**
 * The contract of the installed `stripe` package. Built from its types on first use (about three seconds), afterwards
 * read from `node_modules/.cache/stripe-contract`.
 */
export function loadContract(): Contract {
  // the package does not export its package.json, so its directory is found from its entry (cjs/stripe.cjs.node.js)
  const packageDirectory = path.resolve(createRequire(import.meta.url).resolve("stripe"), "../..");
  const version = readFileSync(path.join(packageDirectory, "VERSION"), "utf8").trim();
  const directory = path.join(packageDirectory, "../.cache/stripe-contract");
  const file = path.join(directory, `${version}-${FORMAT}.json`);
  const cached = readCache(file);
  if (cached) return cached;
  const contract = buildContract(packageDirectory);
  mkdirSync(directory, { recursive: true });
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify(contract));
  renameSync(temporary, file);
  return contract;
}

function readCache(file: string): Contract | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Contract;
  } catch (error) {
    // a missing or torn file is rebuilt; anything else (permissions) is for a person to see
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
