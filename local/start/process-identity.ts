import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

const STATE_FIELD = 0;
const START_TIME_FIELD = 19;

/** The fields of /proc/<pid>/stat after the command, which may hold spaces and brackets itself. */
function readStat(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null;
  }
}

/**
 * Says which process holds a number now: two answers differ when the number was given to another process.
 * Null when no process lives under it; a dead one that nobody has waited for (a zombie) counts as gone.
 */
export function identifyProcess(pid: number): string | null {
  if (!Number.isInteger(pid) || pid < 1) return null;
  if (existsSync("/proc/self/stat")) {
    const stat = readStat(pid);
    if (stat === null || stat[STATE_FIELD] === "Z" || stat[STATE_FIELD] === "X") return null;
    return `${pid}:${stat[START_TIME_FIELD]}`;
  }
  try {
    const started = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
    return started === "" ? null : `${pid}:${started}`;
  } catch {
    // ps answers with an error for a number no process has.
    return null;
  }
}

export function isProcessAlive(pid: number): boolean {
  return identifyProcess(pid) !== null;
}
