import { call, dataOf, post } from "./api";
import { sql } from "./database";
import { listCustomerEvents, payCheckout } from "./local-stripe";
import type { Visitor } from "./people";
import { until } from "./until";

export interface StartedCheckout {
  readonly url: string;
  readonly sessionId: string;
}

export async function startCheckout(visitor: Visitor, price: string): Promise<StartedCheckout> {
  return dataOf<StartedCheckout>(await post("/api/billing/checkout", { price }, { cookie: visitor.cookie }));
}

/** Opens the page that the hosted checkout leads back to; it syncs from the provider. */
export async function openReturnPage(visitor: Visitor, sessionId: string): Promise<string> {
  const path = `/a/${visitor.accountSlug}/billing/return?session_id=${sessionId}`;
  const answer = await call({ method: "GET", path, cookie: visitor.cookie });
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}.`);
  return answer.text;
}

export interface OverviewFacts {
  readonly plan: string;
  readonly priceKey: string;
  readonly status: string;
  readonly cancelAt: string | null;
}

export async function readOverview(visitor: Visitor): Promise<OverviewFacts> {
  return dataOf(await call({ method: "GET", path: "/api/billing/overview", cookie: visitor.cookie }));
}

/** Resolves when the account's overview shows a tier. */
export const untilPlan = (visitor: Visitor, plan: string, limitMs?: number): Promise<OverviewFacts> =>
  until(
    `the plan is ${plan}`,
    async () => {
      const overview = await readOverview(visitor);
      return overview.plan === plan && overview;
    },
    limitMs,
  );

export interface Bought {
  readonly sessionId: string;
  readonly customerId: string;
}

/** Buys a plan: checkout, payment, return page. The plan is in force when this resolves. */
export async function buy(visitor: Visitor, price: string, tier: string): Promise<Bought> {
  const { sessionId } = await startCheckout(visitor, price);
  await payCheckout(sessionId);
  await openReturnPage(visitor, sessionId);
  await untilPlan(visitor, tier);
  return { sessionId, customerId: await findCustomerId(visitor.accountId) };
}

/** The account's customer at the provider, as our mirror knows it. */
export async function findCustomerId(accountId: string): Promise<string> {
  const [row] = await sql<{ id: string }[]>`select id from customers where account_id = ${accountId}`;
  if (!row) throw new Error(`Account ${accountId} has no customer.`);
  return row.id;
}

/** Resolves when every event of the customer so far has arrived and was dealt with: nothing of it moves any more. */
export async function untilSettled(customerId: string): Promise<void> {
  await until("every event is handled", async () => {
    const [row] = await sql<{ open: number; all: number }[]>`
      select count(*) filter (where status = 'pending')::integer as open, count(*)::integer as all
      from provider_events where customer_id = ${customerId}`;
    return row && row.all >= (await listCustomerEvents(customerId)).length && row.open === 0;
  });
}
