import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runReset } from "@/local/reset/run-reset";
import { findRunningStack, takeLock } from "@/local/start/lock";
import { identifyProcess } from "@/local/start/process-identity";
import { StartProblem } from "@/local/start/start-problem";

let root: string;
let stateDir: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "meterhouse-lock-"));
  stateDir = join(root, ".local");
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function writeLock(pid: number, process: string): void {
  writeFileSync(
    join(stateDir, "start.lock"),
    JSON.stringify({ pid, process, appUrl: "http://localhost:3000" }),
  );
}

describe("the lock of a state directory", () => {
  it("refuses a second start in one sentence, and is free again afterwards", () => {
    const release = takeLock(stateDir, "http://localhost:3000");
    expect(() => takeLock(stateDir, "http://localhost:3100")).toThrow(StartProblem);
    expect(findRunningStack(stateDir)?.pid).toBe(process.pid);
    release();
    takeLock(stateDir, "http://localhost:3000")();
    expect(existsSync(join(stateDir, "start.lock"))).toBe(false);
  });

  it("does not hold for a process that is gone, nor for another that got its number", () => {
    takeLock(stateDir, "x")();
    writeLock(2 ** 22 + 1, "gone");
    takeLock(stateDir, "x")();
    writeLock(process.pid, "the same number, started at another time");
    takeLock(stateDir, "x")();
  });

  it("does not hold when a crash cut the file short", () => {
    takeLock(stateDir, "x")();
    writeFileSync(join(stateDir, "start.lock"), '{"pid":');
    takeLock(stateDir, "x")();
  });
});

describe("npm run reset", () => {
  it("removes the local data when told so", async () => {
    takeLock(stateDir, "x")();
    expect(await runReset(root, ["--yes"])).toBe(0);
    expect(existsSync(stateDir)).toBe(false);
  });

  it("removes nothing on a dry run, and nothing without a yes when nobody can be asked", async () => {
    takeLock(stateDir, "x")();
    expect(await runReset(root, ["--dry-run", "--json"])).toBe(0);
    if (!process.stdin.isTTY) await expect(runReset(root, [])).rejects.toThrow("npm run reset -- --yes");
    expect(existsSync(stateDir)).toBe(true);
  });

  it("refuses while Meterhouse runs, even with --yes", async () => {
    takeLock(stateDir, "x")();
    writeLock(process.pid, identifyProcess(process.pid) ?? "");
    await expect(runReset(root, ["--yes"])).rejects.toThrow("Meterhouse still runs");
    expect(existsSync(stateDir)).toBe(true);
  });

  it("says so when there is nothing to remove, and when it does not know an option", async () => {
    expect(await runReset(root, ["--yes"])).toBe(0);
    await expect(runReset(root, ["--everything"])).rejects.toThrow("--help lists them");
  });
});
