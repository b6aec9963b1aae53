import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** Whom Postgres runs as, and the words to put before its command line. */
export interface SystemAccount {
  readonly uid?: number;
  readonly gid?: number;
  readonly prefix: readonly string[];
}

const ANY_EXECUTE = 0o001;
const OWNER_EXECUTE = 0o100;
const GROUP_EXECUTE = 0o010;

function numberOf(flag: "-u" | "-g", user: string): number | null {
  try {
    return Number(
      execFileSync("id", [flag, user], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
    );
  } catch {
    return null;
  }
}

function findOrCreateUser(): { uid: number; gid: number } {
  for (const user of ["postgres", "nobody"]) {
    const uid = numberOf("-u", user);
    const gid = numberOf("-g", user);
    if (uid !== null && gid !== null && uid !== 0) return { uid, gid };
  }
  throw new Error(
    "Postgres refuses to run as root and this system has neither a user postgres nor nobody: run `useradd --system postgres`, or start as another user.",
  );
}

function mayEnter(directory: string, account: { uid: number; gid: number }): boolean {
  for (let path = resolve(directory); ; path = dirname(path)) {
    const { mode, uid, gid } = statSync(path);
    const needed = uid === account.uid ? OWNER_EXECUTE : gid === account.gid ? GROUP_EXECUTE : ANY_EXECUTE;
    if ((mode & needed) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

/**
 * Postgres refuses root, so root starts it as another system user. When that user may not enter the checkout
 * (a clone below /root or in a private temporary directory), `setpriv` lends it the right to pass.
 * @throws one sentence that says what to do when neither works.
 */
export function resolveSystemAccount(directories: readonly string[]): SystemAccount {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const account = findOrCreateUser();
  const closed = directories.find((directory) => !mayEnter(directory, account));
  if (closed === undefined) return { ...account, prefix: [] };

  const capability = "+dac_override";
  const prefix = [
    "setpriv",
    `--reuid=${account.uid}`,
    `--regid=${account.gid}`,
    "--clear-groups",
    // Without it access(2), by which initdb looks for its neighbour, would ignore the lent right.
    "--securebits=+no_setuid_fixup",
    `--inh-caps=${capability}`,
    `--ambient-caps=${capability}`,
  ];
  try {
    const [program = "", ...rest] = prefix;
    execFileSync(program, [...rest, "true"], { stdio: "ignore" });
  } catch {
    throw new Error(
      `Postgres runs as another user when you are root, and that user may not enter ${closed}: move the checkout to a directory others may enter (chmod o+x), or start as another user.`,
    );
  }
  return { prefix };
}
