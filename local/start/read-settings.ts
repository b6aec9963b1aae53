import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { StartProblem } from "./start-problem";

export type Settings = Readonly<Record<string, string | undefined>>;

/**
 * What the person has set: `.env` of the project, with the shell's environment winning over it.
 * @throws StartProblem when the file cannot be read.
 */
export function readSettings(root: string, shell: Settings): Settings {
  const path = join(root, ".env");
  if (!existsSync(path)) return shell;
  try {
    return { ...parseEnv(readFileSync(path, "utf8")), ...shell };
  } catch (error) {
    throw new StartProblem(`${path} cannot be read: make it a text file of NAME=value lines.`, {
      cause: error,
    });
  }
}
