import { createHash } from "node:crypto";
import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import type { Inngest } from "inngest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCounters } from "./support/counters";
import { dataOf } from "./support/data-of";
import { control, EVENT_KEY, SIGNING_KEY } from "./support/executor";
import { type Harness, startHarness, stopPostgres } from "./support/harness";

const seen = createCounters();
const HASHED_KEY = `signkey-test-${createHash("sha256")
  .update(Buffer.from("ab".repeat(32), "hex"))
  .digest("hex")}`;

function defineFunctions(client: Inngest) {
  return [
    client.createFunction({ id: "seen", triggers: [{ event: "x/seen" }] }, async ({ event, step }) => {
      const value = await step.run("value", () => seen.bump(String(dataOf(event)["k"])));
      return { value };
    }),
    client.createFunction({ id: "asleep", triggers: [{ event: "x/asleep" }] }, async ({ step }) => {
      await step.sleep("long", "1h");
    }),
  ];
}

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness(defineFunctions);
});
afterAll(async () => {
  await harness.stop();
  await stopPostgres();
});

const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(`${harness.executor.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const get = async (
  path: string,
  headers: Record<string, string> = { authorization: `Bearer ${HASHED_KEY}` },
) => {
  const response = await fetch(`${harness.executor.url}${path}`, { headers });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

describe("the event API", () => {
  test.each([
    ["a foreign key", "/e/wrong", { name: "x/seen" }, 401, /Event key not found/],
    ["no JSON", `/e/${EVENT_KEY}`, "{", 400, /not JSON/],
    ["no name", `/e/${EVENT_KEY}`, { data: {} }, 400, /name/],
    ["data that is no object", `/e/${EVENT_KEY}`, { name: "x/seen", data: "text" }, 400, /data/],
    ["a reserved name", `/e/${EVENT_KEY}`, { name: "inngest/function.failed" }, 400, /reserved/],
    ["one bad event among good ones", `/e/${EVENT_KEY}`, [{ name: "x/seen" }, {}], 400, /1\.name/],
  ])("refuses %s and keeps nothing", async (_case, path, body, status, message) => {
    const answer = await post(path, body);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ status, error: expect.stringMatching(message) });
    await control(harness.executor, "/wait-until-idle");
    expect(await harness.listRuns("seen")).toHaveLength(0);
  });

  test("refuses a request that is too large before it is sent", async () => {
    const headers = { "content-type": "application/json", "content-length": 5 * 1024 * 1024 };
    const sending = httpRequest(`${harness.executor.url}/e/${EVENT_KEY}`, { method: "POST", headers });
    sending.flushHeaders();
    const [answer] = (await once(sending, "response")) as [IncomingMessage];
    expect(answer.statusCode).toBe(413);
    sending.destroy();
  });

  test("takes a request repeated with the same seed for the same events, and tells events of one request apart", async () => {
    const seed = { "x-inngest-event-id-seed": `${Date.now()},MTIzNDU2Nzg5MA==` };
    const events = [1, 2].map(() => ({ name: "x/seen", data: { k: "seeded" } }));
    const first = await post(`/e/${EVENT_KEY}`, events, seed);
    const second = await post(`/e/${EVENT_KEY}`, events, seed);
    expect(second.body["ids"]).toEqual(first.body["ids"]);
    await control(harness.executor, "/wait-until-idle");
    expect(seen.get("seeded")).toBe(2);
  });

  test("the same event 20 times at once starts one run; a day later it is a new event", async () => {
    const event = { id: "order-1", name: "x/seen", data: { k: "same" } };
    await Promise.all(Array.from({ length: 20 }, () => harness.client.send(event)));
    await control(harness.executor, "/wait-until-idle");
    expect(seen.get("same")).toBe(1);
    await control(harness.executor, "/advance", { ms: 25 * 3_600_000 });
    await harness.client.send(event);
    await control(harness.executor, "/wait-until-idle");
    expect(seen.get("same")).toBe(2);
  });
});

describe("the run and REST APIs", () => {
  test("ask for the signing key", async () => {
    for (const path of ["/v0/runs/x/batch", "/v0/runs/x/actions", "/v1/runs/x", "/v1/events/x/runs"]) {
      expect((await get(path, {})).status).toBe(401);
      expect((await get(path, { authorization: "Bearer signkey-test-00" })).status).toBe(401);
      expect((await get(path)).status).toBe(404);
    }
    expect((await post("/fn/register", {})).status).toBe(401);
  });

  test("lead from a sent event to its run, its output, its events and its memo", async () => {
    const { ids } = await harness.client.send({ name: "x/seen", data: { k: "rest" } });
    await control(harness.executor, "/wait-until-idle");
    const runs = (await get(`/v1/events/${ids[0]}/runs`)).body["data"] as { run_id: string }[];
    expect(runs).toMatchObject([
      { function_id: "billing-seen", status: "Completed", output: { value: 1 }, event_id: ids[0] },
    ]);
    const runId = runs[0]?.run_id ?? "";
    expect((await get(`/v1/runs/${runId}`)).body["data"]).toMatchObject({
      run_id: runId,
      status: "Completed",
    });
    expect((await get(`/v0/runs/${runId}/batch`)).body).toMatchObject([{ id: ids[0], name: "x/seen" }]);
    expect(Object.values((await get(`/v0/runs/${runId}/actions`)).body)).toEqual([{ type: "data", data: 1 }]);
    expect((await get(`/v1/events/${ids[0]}`)).body["data"]).toMatchObject({ name: "x/seen" });
    expect((await get("/v1/events?name=x/seen&limit=1")).body["data"]).toHaveLength(1);
  });

  test("cancel a run that is going, once", async () => {
    const { ids } = await harness.client.send({ name: "x/asleep", data: {} });
    await control(harness.executor, "/wait-until-idle");
    const [run] = (await get(`/v1/events/${ids[0]}/runs`)).body["data"] as { run_id: string }[];
    const cancel = () =>
      fetch(`${harness.executor.url}/v1/runs/${run?.run_id}`, {
        method: "DELETE",
        headers: { authorization: `Bearer ${SIGNING_KEY}` },
      });
    expect((await cancel()).status).toBe(204);
    expect((await cancel()).status).toBe(404);
    expect((await harness.getRun(run?.run_id ?? "")).status).toBe("Cancelled");
  });
});

describe("registration by the app", () => {
  const auth = { authorization: `Bearer ${HASHED_KEY}` };
  const config = (extra: Record<string, unknown>) => ({
    appName: "other",
    url: "http://127.0.0.1:9/api/inngest",
    sdk: "js:v4",
    functions: [
      {
        id: "other-fn",
        name: "fn",
        triggers: [{ event: "x/other" }],
        steps: {
          step: {
            id: "step",
            name: "step",
            runtime: { type: "http", url: "http://127.0.0.1:9/api/inngest?fnId=other-fn&stepId=step" },
          },
        },
        ...extra,
      },
    ],
  });

  test.each([
    ["an unknown option", { quantum: true }, /quantum/],
    ["an unreadable cron", { triggers: [{ cron: "every day" }] }, /cron "every day"/],
    [
      "an unreadable condition",
      { triggers: [{ event: "x", expression: "event.data ++" }] },
      /trigger condition/,
    ],
    ["a condition on something unknown", { triggers: [{ event: "x", expression: "user.id == 1" }] }, /user/],
    ["an unreadable period", { debounce: { period: "soon" } }, /"soon" is not a duration/],
    ["deferred functions", { triggers: [{ event: "inngest/deferred.schedule" }] }, /deferred/],
  ])("refuses %s, naming the function", async (_case, extra, reason) => {
    const answer = await post("/fn/register", config(extra), auth);
    expect(answer.status).toBe(400);
    expect(answer.body["error"]).toMatch(/function "other-fn" cannot be registered/);
    expect(answer.body["error"]).toMatch(reason);
  });

  test("takes a sound one, beside what other apps registered", async () => {
    const answer = await post("/fn/register", config({}), auth);
    expect(answer).toMatchObject({ status: 200, body: { ok: true } });
    const response = await fetch(`${harness.executor.url}/_local/functions`);
    const { functions } = (await response.json()) as { functions: { id: string }[] };
    expect(functions.map((item) => item.id)).toEqual(["billing-asleep", "billing-seen", "other-fn"]);
  });
});
