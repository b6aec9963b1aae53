import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isProcessAlive } from "@/local/start/process-identity";
import { type ProcessEvents, type ProcessPlan, SupervisedProcess } from "@/local/start/supervised-process";

const READY = 'console.log(JSON.stringify({ ready: true, url: "x" }));';
const LIVE = "setInterval(() => {}, 1000);";

let logDir: string;
let current: SupervisedProcess | null = null;
let restarts: number[];
let gaveUp: string[];

beforeEach(() => {
  logDir = mkdtempSync(join(tmpdir(), "meterhouse-process-"));
  restarts = [];
  gaveUp = [];
});

afterEach(async () => {
  await current?.stop(true);
  current?.close();
  rmSync(logDir, { recursive: true, force: true });
});

function supervise(code: string, overrides: Partial<ProcessPlan> = {}): SupervisedProcess {
  const events: ProcessEvents = {
    onLine: () => undefined,
    onRestart: (_name, _how, delayMs) => restarts.push(delayMs),
    onGiveUp: (_name, how) => gaveUp.push(how),
  };
  const plan: ProcessPlan = {
    name: "mail",
    args: ["-e", code],
    env: { PATH: process.env.PATH ?? "" },
    cwd: logDir,
    probe: null,
    readyLimitMs: 25_000,
    stopLimitMs: 500,
    mayEnd: null,
    ...overrides,
  };
  current = new SupervisedProcess(plan, logDir, events);
  return current;
}

async function until(check: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1_000 && !check(); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 25));
  expect(check()).toBe(true);
}

describe("a supervised process", () => {
  it("serves once it says so, and ends when it is stopped", async () => {
    const supervised = supervise(READY + LIVE);
    await supervised.start();
    const { pid } = supervised;
    expect(isProcessAlive(pid ?? 0)).toBe(true);
    await supervised.stop();
    expect(isProcessAlive(pid ?? 0)).toBe(false);
    expect(restarts).toEqual([]);
  });

  it("fails the start when it ends before it serves, and is not tried again", async () => {
    const supervised = supervise('console.error("no disk"); process.exit(3)');
    await expect(supervised.start()).rejects.toThrow("ended with code 3");
    expect(supervised.lastLines).toContain("no disk");
    expect(restarts).toEqual([]);
  });

  it("comes back after it was killed", async () => {
    const supervised = supervise(READY + LIVE);
    await supervised.start();
    const { pid } = supervised;
    await supervised.kill("SIGKILL");
    // Gone, so that waiting until it is ready is waiting for the next one.
    expect(supervised.pid).toBeNull();
    await until(() => supervised.pid !== null && supervised.pid !== pid);
    await supervised.waitUntilReady(25_000);
    expect(restarts).toEqual([250]);
    const log = () => readFileSync(join(logDir, "mail.log"), "utf8");
    await until(() => log().includes("was ended by SIGKILL; starting again"));
  });

  it("waits longer before each new try and gives up after the last it may have", async () => {
    const supervised = supervise(`${READY}setTimeout(() => process.exit(1), 20);`, { mayEnd: 3 });
    await supervised.start();
    await until(() => gaveUp.length === 1);
    expect(restarts).toEqual([250, 500]);
    expect(gaveUp).toEqual(["ended with code 1"]);
  });

  it("is cut off when it ignores the wish to stop", async () => {
    const supervised = supervise(`process.on("SIGTERM", () => {});${READY}${LIVE}`);
    await supervised.start();
    const { pid } = supervised;
    await supervised.stop();
    expect(isProcessAlive(pid ?? 0)).toBe(false);
  });

  it("takes what it started along when it ends", async () => {
    const child = 'require("child_process").spawn(process.execPath, ["-e", "setInterval(()=>{},1000)"]).pid';
    const supervised = supervise(`console.error("child " + ${child});${READY}${LIVE}`);
    await supervised.start();
    await until(() => supervised.lastLines.some((line) => line.startsWith("child ")));
    const pid = Number(supervised.lastLines.find((line) => line.startsWith("child "))?.slice(6));
    await supervised.stop();
    await until(() => !isProcessAlive(pid));
  });
});
