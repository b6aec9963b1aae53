import Stripe from "stripe";
import { stack } from "../../../support/stack";

const { hostname, port } = new URL(stack.urls.stripe);

/** Stripe's own client at the local Stripe. */
export const stripe = new Stripe(stack.keys.stripeSecret, {
  host: hostname,
  port: Number(port),
  protocol: "http",
  maxNetworkRetries: 0,
});

async function command<T>(path: string, body: object = {}): Promise<T> {
  const response = await fetch(`${stack.urls.stripe}/_local/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as T;
  if (!response.ok) throw new Error(`The local Stripe refused ${path}: ${JSON.stringify(answer)}`);
  return answer;
}

/** Pays an open checkout as a person on the hosted page would. */
export async function payCheckout(sessionId: string, card = "4242424242424242"): Promise<void> {
  const outcome = await command<{ state: string }>(`checkout/${sessionId}/complete`, { card });
  if (outcome.state !== "complete") throw new Error(`Checkout ${sessionId}: ${JSON.stringify(outcome)}`);
}

/** What holds or breaks something touches every test: only for exclusive files. */
export const localStripe = {
  holdWebhooks: () => command("webhooks/hold"),
  releaseWebhooks: (options: { times?: number; shuffle?: boolean } = {}) =>
    command<{ released: number }>("webhooks/release", options),
  dropWebhooks: () => command<{ dropped: number }>("webhooks/drop"),
  addFault: (fault: { kind: "down" | "slow"; path?: string; count: number | null; delayMs?: number }) =>
    command<{ id: number }>("faults", fault),
  clearFaults: async () => {
    await fetch(`${stack.urls.stripe}/_local/faults`, { method: "DELETE" });
  },
  /** Requests that a counting fault (`slow`, 0 ms) has seen since it was added. */
  requestsSince: async (fault: { id: number }, added: number): Promise<number> => {
    const response = await fetch(`${stack.urls.stripe}/_local/faults`);
    const { data } = (await response.json()) as { data: { id: number; remaining: number | null }[] };
    return added - (data.find(({ id }) => id === fault.id)?.remaining ?? 0);
  },
} as const;

/** The events of one customer, oldest first, with the bodies that Stripe delivers. */
export async function listCustomerEvents(customerId: string): Promise<readonly Stripe.Event[]> {
  const events = await stripe.events.list({ limit: 100 }).autoPagingToArray({ limit: 10_000 });
  return events
    .filter(({ data: { object } }) => {
      const about = object as { id?: string; customer?: string | null };
      return about.id === customerId || about.customer === customerId;
    })
    .reverse();
}
