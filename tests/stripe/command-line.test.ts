import { execFileSync } from "node:child_process";
import { createServer } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { until } from "./support/control";
import { startReceiver } from "./support/receiver";
import { collect, end, runServer, spawnServer } from "./support/run-server";

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0)) await undo();
});

describe("the local Stripe by itself", () => {
  it("says what it does, works for the real SDK, sends signed events, and ends by Ctrl-C", async () => {
    const receiver = await startReceiver();
    const child = spawnServer(["--port", "0", "--webhook-url", receiver.url], {
      STRIPE_WEBHOOK_SECRET: "whsec_by_environment",
    });
    cleanUp.push(receiver.close, () => end(child, "SIGKILL"));
    const output = collect(child);
    await until(() => output().includes("Ctrl-C stops it."));
    for (const part of ["no money moves", "sk_test_local", receiver.url, "gone when it stops", "/_local"])
      expect(output()).toContain(part);
    expect(output()).not.toContain("whsec_by_environment");
    const url = /API\s+(http:\/\/\S+),/.exec(output())?.[1] ?? "";
    const made = await fetch(`${url}/v1/customers`, {
      method: "POST",
      headers: { authorization: "Bearer sk_test_local" },
      body: new URLSearchParams({ email: "ada@example.com" }),
    });
    expect(made.status).toBe(200);
    await until(() => /POST \/v1\/customers 200 \d+ ms/.test(output()));
    await until(() => /-> customer\.created evt_\w+ 200/.test(output()));
    expect(receiver.received[0]?.headers["stripe-signature"]).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/);
    expect(await end(child, "SIGINT")).toBe(0);
  });

  it("makes a secret and shows it when it is given none", async () => {
    const child = spawnServer(["--port", "0", "--webhook-url", "http://127.0.0.1:9999/hook"]);
    cleanUp.push(() => end(child, "SIGKILL"));
    const output = collect(child);
    await until(() => output().includes("Ctrl-C stops it."));
    expect(output()).toMatch(/signed with whsec_\w{32}/);
  });

  it("prints one line of JSON for programs, and keeps quiet", async () => {
    const server = await runServer([]);
    await server.stripe.customers.create({ email: "ada@example.com" });
    expect(server.output().trim().split("\n")).toHaveLength(1);
    expect(await server.stop()).toBe(0);
  });

  it("says in a sentence that the port is taken", async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, "127.0.0.1", resolve));
    cleanUp.push(() => blocker.close());
    const { port } = blocker.address() as { port: number };
    const child = spawnServer(["--port", String(port)]);
    const output = collect(child);
    expect(await new Promise((resolve) => child.once("close", resolve))).toBe(1);
    expect(output().trim()).toBe(
      "local stripe: the port is taken: stop what uses it, or choose another with --port.",
    );
  });

  it("starts by npm, and explains itself", () => {
    const help = execFileSync("npm", ["run", "--silent", "stripe", "--", "--help"], { encoding: "utf8" });
    for (const flag of ["--port", "--webhook-url", "--webhook-secret", "--state-dir", "--json"])
      expect(help).toContain(flag);
  });
});
