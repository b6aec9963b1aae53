import { afterAll, afterEach, describe, expect, it } from "vitest";
import { stack } from "../../support/stack";
import { type Answer, get, post } from "./support/api";
import { sql } from "./support/database";
import { executor } from "./support/executor";
import { payCheckout } from "./support/local-stripe";
import { createKey, signUp, type Visitor } from "./support/people";
import { buy, startCheckout, untilPlan } from "./support/purchases";
import { until } from "./support/until";
import { customerUpdated, deliver, newEventId } from "./support/webhooks";

const LONG_MS = 90_000;

afterEach(async () => {
  await Promise.all(
    (["postgres", "inngest", "app"] as const).map((service) => stack.waitUntilReady(service)),
  );
  await executor.release();
});

/** Connections of the pool that died with the server are noticed by whoever uses them next: not the next file. */
afterAll(async () => {
  const { cookie } = await until("somebody can sign up", () => signUp(), LONG_MS);
  await until("every connection works again", async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => get("/api/billing/overview", { cookie })),
    );
    return answers.every(({ status }) => status === 200);
  });
  await executor.waitUntilIdle(LONG_MS);
});

/** Resolves when every one of the events is stored and handled exactly once. */
async function untilHandled(ids: readonly string[]): Promise<void> {
  await until(
    `${ids.length} events are handled`,
    async () => {
      await executor.skipWaits();
      const [row] = await sql<{ handled: number }[]>`
        select count(*)::integer as handled from provider_events where id = any(${[...ids]}) and status = 'handled'`;
      return row?.handled === ids.length;
    },
    LONG_MS,
  );
}

/** Delivers as Stripe does: again after every failure, until it is acknowledged. */
async function deliverUntilAcknowledged(body: string): Promise<Answer> {
  return await until(
    "the event is acknowledged",
    async () => {
      const answer = await deliver(body);
      return answer.status === 200 && answer;
    },
    LONG_MS,
  );
}

async function makeCustomer(): Promise<{ visitor: Visitor; customerId: string }> {
  const visitor = await signUp();
  const { customerId } = await buy(visitor, "student_quarterly", "student");
  return { visitor, customerId };
}

describe("a process that is killed", () => {
  it("handles after its restart what it had stored and not yet handled", async () => {
    const { customerId } = await makeCustomer();
    await executor.waitUntilIdle();
    await executor.hold();
    const ids = Array.from({ length: 5 }, newEventId);
    for (const id of ids) expect((await deliver(customerUpdated(id, customerId))).status).toBe(200);
    const stored = await sql`select id from provider_events where id = any(${ids}) and status = 'pending'`;
    expect(stored).toHaveLength(5);

    await stack.kill("app", "SIGKILL");
    await stack.waitUntilReady("app");
    expect(
      await sql`select id from provider_events where id = any(${ids}) and status = 'pending'`,
    ).toHaveLength(5);
    await executor.release();

    await untilHandled(ids);
  });

  it("loses no purchase: the plan comes although the app was down when Stripe called", async () => {
    const visitor = await signUp();
    const { sessionId } = await startCheckout(visitor, "pro_monthly");
    await stack.halt("app");
    await payCheckout(sessionId);
    await stack.restart("app");
    expect(await untilPlan(visitor, "pro", LONG_MS)).toMatchObject({ status: "trialing" });
  });
});

describe("a burst of events", () => {
  const burst = (customerId: string, count: number) =>
    Array.from({ length: count }, () => {
      const id = newEventId();
      return { id, body: customerUpdated(id, customerId) };
    });

  it.each(["postgres", "inngest", "app"] as const)(
    "handles all and queues each once when %s is killed in the middle",
    async (service) => {
      const { visitor, customerId } = await makeCustomer();
      const events = burst(customerId, 40);
      const sent = events.map(({ body }) => deliverUntilAcknowledged(body));
      await Promise.any(sent);
      await stack.kill(service, "SIGKILL");
      await Promise.all(sent);
      await stack.waitUntilReady(service, LONG_MS);

      const ids = events.map(({ id }) => id);
      await untilHandled(ids);
      const rows = await sql<{ handlings: number }[]>`
        select count(*)::integer as handlings from outbox
        where name = 'billing/provider_event.received' and data ->> 'eventId' = any(${ids})`;
      expect(rows[0]?.handlings).toBe(events.length);
      await untilPlan(visitor, "student", LONG_MS);
    },
  );

  it("counts no use twice and forgets none that was acknowledged when Postgres is killed in the middle", async () => {
    const { visitor } = await makeCustomer();
    const { key } = await createKey(visitor);
    const calls = Array.from({ length: 40 }, (_, at) =>
      post("/api/usage/track", { feature: "generations", idempotencyKey: `use-${at}` }, { key }),
    );
    await Promise.any(calls);
    await stack.kill("postgres", "SIGKILL");
    const answers = await Promise.allSettled(calls);
    await stack.waitUntilReady("postgres", LONG_MS);
    const acknowledged = answers.filter(
      (each) => each.status === "fulfilled" && each.value.status === 200,
    ).length;

    const counted = await until("the database answers again", async () => {
      const rows = await sql<{ key: string }[]>`
        select idempotency_key as key from usage_events where account_id = ${visitor.accountId}`;
      return rows.map((row) => row.key);
    });
    expect(new Set(counted).size).toBe(counted.length);
    expect(counted.length).toBeGreaterThanOrEqual(acknowledged);
    const [counter] = await sql<{ used: number }[]>`
      select used::integer from usage_counters where account_id = ${visitor.accountId} and feature = 'generations'`;
    expect(counter?.used).toBe(counted.length);

    // The client tries all of them again: each ends up counted once.
    await until(
      "every use is acknowledged",
      async () => {
        const again = await Promise.all(
          Array.from({ length: 40 }, (_, at) => at)
            .filter((at) => !counted.includes(`use-${at}`))
            .map((at) =>
              post("/api/usage/track", { feature: "generations", idempotencyKey: `use-${at}` }, { key }),
            ),
        );
        return again.every(({ status }) => status === 200);
      },
      LONG_MS,
    );
    const [all] = await sql<{ count: number }[]>`
      select count(*)::integer as count from usage_events where account_id = ${visitor.accountId}`;
    expect(all?.count).toBe(40);
  });
});
