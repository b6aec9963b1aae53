import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isPortFree, PORT_OFFSETS } from "@/local/start/ports";
import { CliStack, isGone, type KnownProcess, killAll, listDescendants, waitFor } from "./support/cli-stack";

let stack: CliStack;

beforeAll(async () => {
  stack = await CliStack.create();
});

afterAll(() => stack.remove());

async function expectNothingLeft(processes: readonly KnownProcess[]): Promise<void> {
  await waitFor("the end of every process", 60_000, () => processes.every(isGone));
  const ports = [stack.ports.app, ...Object.values(PORT_OFFSETS).map((offset) => stack.ports.base + offset)];
  // The kernel closes a killed process's sockets a moment after it has taken it off the list.
  await expect
    .poll(
      async () => {
        const free = await Promise.all(ports.map(isPortFree));
        return ports.filter((_, index) => !free[index]);
      },
      { timeout: 30_000 },
    )
    .toEqual([]);
}

async function expectServing(): Promise<void> {
  const response = await fetch(`${stack.appUrl}/api/health`);
  expect(response.status).toBeLessThan(500);
}

describe("npm start", () => {
  it("serves, and says what runs where, who can sign in and where to click first", async () => {
    const seconds = await stack.start();
    console.log(`first start with a fresh state directory: ${seconds.toFixed(1)} s`);
    await expectServing();
    expect(stack.output).toContain(`http://localhost:${stack.ports.app}`);
    expect(stack.output).toMatch(/Stripe +stand-in/);
    expect(stack.output).toContain("ada@larkfield.example");
    expect(stack.output).toContain("/pricing");
  });

  it("refuses a second start on the same state in one sentence while the first runs", async () => {
    const { ports, stateDir } = stack;
    const second = Object.assign(await CliStack.create(), { stateDir });
    second.spawn();
    await second.end();
    expect(second.exitCode).not.toBe(0);
    expect(second.output).toContain("Meterhouse already runs in this checkout");
    expect(second.output).toContain(`http://localhost:${ports.app}`);
    await expectServing();
  });

  it("leaves no process, no port and no lock after Ctrl-C, and starts again in seconds", async () => {
    const processes = listDescendants(stack.pid);
    expect(processes.length).toBeGreaterThan(5);
    stack.pressCtrlC();
    await stack.end();
    await expectNothingLeft(processes);
    expect(existsSync(join(stack.stateDir, "start.lock"))).toBe(false);

    const seconds = await stack.start();
    console.log(`second start: ${seconds.toFixed(1)} s`);
    expect(stack.output).not.toContain("Building the app");
    expect(seconds).toBeLessThan(60);
    await expectServing();
  });

  it.each(["SIGTERM", "SIGINT"] as const)(
    "leaves no process, no port and no lock after %s to npm alone",
    async (signal) => {
      if (stack.exitCode !== null) await stack.start();
      const processes = listDescendants(stack.pid);
      stack.signal(signal);
      await stack.end();
      await expectNothingLeft(processes);
      expect(existsSync(join(stack.stateDir, "start.lock"))).toBe(false);
    },
  );

  it("stops at once when it is told to while it still starts", async () => {
    stack.spawn();
    await waitFor("the first child", 60_000, () => listDescendants(stack.pid).length > 3);
    const processes = listDescendants(stack.pid);
    stack.pressCtrlC();
    await stack.end(15_000);
    await expectNothingLeft(processes);
  });

  it("ends every part by itself when only the supervisor is killed with -9, and starts again", async () => {
    await stack.start();
    const processes = listDescendants(stack.pid);
    process.kill(stack.supervisor().pid, "SIGKILL");
    await expectNothingLeft(processes);
    await stack.start();
    await expectServing();
  });

  it("starts again after the whole tree was killed with -9", async () => {
    const processes = listDescendants(stack.pid);
    killAll(processes);
    await expectNothingLeft(processes);
    const seconds = await stack.start();
    console.log(`start after kill -9 of everything: ${seconds.toFixed(1)} s`);
    await expectServing();
  });
});
