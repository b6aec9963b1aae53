import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { describeContract, readContractReports, startContractWatch } from "@/local/start/test/contract-watch";
import { startCheckedStripe } from "./checked-stripe";
import { startContractProxy } from "./contract-proxy";

const servers: Server[] = [];
const folders: string[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "contract-"));
  folders.push(folder);
  return folder;
}

async function serve(answer: RequestListener, port = 0): Promise<number> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return (server.address() as { port: number }).port;
}

/** A Stripe that answers every call with the same deleted customer, less or more than the contract says. */
const answering =
  (body: object): RequestListener =>
  (_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "request-id": "req_1" });
    response.end(JSON.stringify(body));
  };
const good = { id: "cus_1", object: "customer", deleted: true };

describe("a run of tests", () => {
  it("fails for one planted call, one planted answer and one planted event, and names them", {
    timeout: 60_000,
  }, async () => {
    const folder = makeFolder();
    const stripePort = await serve(answering({ ...good, colour: "red" }));
    const appPort = await serve((_request, response) => response.end("{}"));
    const watch = await startContractWatch({
      root: process.cwd(),
      folder,
      ports: { base: stripePort - 2, app: appPort },
      env: process.env as Record<string, string>,
    });
    await fetch(`${watch.url}/v1/customers/cus_1`, { method: "DELETE" });
    await fetch(`${watch.url}/v1/customers/cus_1?mood=blue`, { method: "DELETE" });
    const event = { id: "evt_1", object: "event", type: "customer.created", data: {} };
    await fetch(watch.webhookUrl, { method: "POST", body: JSON.stringify(event) });
    await watch.stop();
    const result = readContractReports(folder);
    expect(result).toMatchObject({ calls: 2, operations: 1, events: 1 });
    const text = describeContract(result);
    expect(text).toMatch(/^contract: 2 calls of 1 operations, 1 events, \d+ violations\n/);
    expect(text).toContain("DELETE /v1/customers/{id} /colour: unknown_field");
    expect(text).toContain("DELETE /v1/customers/{id} /mood: unknown_param");
    expect(text).toContain("event customer.created");
  });

  it("fails when nobody judged", () => {
    expect(readContractReports(makeFolder()).violations).toEqual([
      "no judge left a report: nothing was judged",
    ]);
  });

  it("fails a suite whose own Stripe broke the contract, by a call or by an event", async () => {
    const reports = makeFolder();
    const byCall = await startCheckedStripe({ reports });
    await fetch(`${byCall.proxy.url}/v1/customers?limit=3`, {
      headers: { authorization: "Bearer sk_test_checked" },
    });
    byCall.proxy.report.addCall("GET /v1/planted", {
      operation: null,
      violations: [{ rule: "planted", severity: "error", pointer: "/", message: "by the test" }],
    });
    await expect(byCall.close()).rejects.toThrow("GET /v1/planted /: planted: by the test");
    const byEvent = await startCheckedStripe({ reports });
    const { world } = byEvent.local;
    world.transact(() => world.emit("customer.created", { object: "customer", id: "cus_1", colour: "red" }));
    await expect(byEvent.close()).rejects.toThrow("unknown_field: colour does not exist here");
    const { violations } = readContractReports(reports);
    expect(violations).toContain("GET /v1/planted /: planted: by the test");
    expect(violations.join("\n")).toContain("unknown_field: colour");
  });
});

describe("the proxy", () => {
  it("passes an answer on as it is", async () => {
    const port = await serve(answering(good));
    const proxy = await startContractProxy(`http://127.0.0.1:${port}`);
    const answer = await fetch(`${proxy.url}/v1/customers/cus_1`, { method: "DELETE" });
    expect([answer.status, answer.headers.get("request-id"), await answer.json()]).toEqual([
      200,
      "req_1",
      good,
    ]);
    expect(proxy.report.errors()).toEqual([]);
    await proxy.close();
  });

  it.each<[string, RequestListener]>([
    ["cuts before it answers", (request) => request.socket.destroy()],
    [
      "cuts in the middle of an answer",
      (_request, response) => {
        response.writeHead(200, { "content-length": "100" });
        response.write("{", () => response.socket?.destroy());
      },
    ],
  ])("cuts the connection when Stripe %s", async (_how, upstream) => {
    const proxy = await startContractProxy(`http://127.0.0.1:${await serve(upstream)}`);
    await expect(fetch(`${proxy.url}/v1/customers`).then((answer) => answer.text())).rejects.toThrow();
    expect(proxy.report.calls).toBe(0);
    await proxy.close();
  });

  it("cuts the connection while there is no Stripe, and works when it is back on its port", async () => {
    const port = await serve(answering(good));
    const proxy = await startContractProxy(`http://127.0.0.1:${port}`);
    const call = () => fetch(`${proxy.url}/v1/customers/cus_1`, { method: "DELETE" });
    await call();
    const [server] = servers.splice(0);
    await new Promise((resolve) => server?.close(resolve).closeAllConnections());
    await expect(call()).rejects.toThrow();
    await serve(answering(good), port);
    expect((await call()).status).toBe(200);
    await proxy.close();
  });

  it("waits as long as Stripe does", async () => {
    const port = await serve(
      (request, response) => void setTimeout(() => answering(good)(request, response), 300),
    );
    const proxy = await startContractProxy(`http://127.0.0.1:${port}`);
    const began = performance.now();
    await fetch(`${proxy.url}/v1/customers/cus_1`, { method: "DELETE" });
    expect(performance.now() - began).toBeGreaterThan(290);
    await proxy.close();
  });

  it("costs a call no more than a few milliseconds", async () => {
    const { local, proxy, close } = await startCheckedStripe();
    const headers = { authorization: `Bearer ${local.apiKey}` };
    const time = async (server: string) => {
      const began = performance.now();
      await (await fetch(`${server}/v1/customers`, { headers })).arrayBuffer();
      return performance.now() - began;
    };
    const direct: number[] = [];
    const judged: number[] = [];
    for (let at = 0; at < 200; at++) {
      direct.push(await time(local.url));
      judged.push(await time(proxy.url));
    }
    // what other programs on the machine cost is left out: the quickest fifth of each
    const quick = (times: number[]) => times.sort((a, b) => a - b)[40] ?? 0;
    console.log(`${quick(direct).toFixed(2)} ms direct, ${quick(judged).toFixed(2)} ms judged`);
    expect(quick(judged) - quick(direct)).toBeLessThan(5);
    await close();
  });
});
