import { randomUUID } from "node:crypto";
import Stripe from "stripe";
import type { Scenario } from "../scenario";

export const webhook: Scenario = {
  name: "webhook",
  summary: "POST /api/webhooks/stripe, signed, each event new",
  async prepare({ sql, stripeWebhookSecret }) {
    const prefix = `evt_bench_${randomUUID().slice(0, 8)}`;
    const customer = `cus_bench_${randomUUID().slice(0, 8)}`;
    let count = 0;
    return {
      request: {
        method: "POST",
        path: "/api/webhooks/stripe",
        setupRequest: (request) => {
          count += 1;
          const body = makeEvent(`${prefix}_${count}`, customer);
          const signature = Stripe.webhooks.generateTestHeaderString({
            payload: body,
            secret: stripeWebhookSecret,
          });
          return {
            ...request,
            headers: { "content-type": "application/json", "stripe-signature": signature },
            body,
          };
        },
      },
      async verify(accepted) {
        const [row] = await sql<{ stored: number }[]>`
          select count(*)::int as stored from provider_events where starts_with(id, ${prefix})`;
        const stored = row?.stored ?? 0;
        return stored < accepted ? `${accepted} were acknowledged and ${stored} stored` : null;
      },
    };
  },
};

function makeEvent(id: string, customer: string): string {
  return JSON.stringify({
    id,
    object: "event",
    api_version: Stripe.API_VERSION,
    created: Math.floor(Date.now() / 1_000),
    type: "customer.updated",
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    data: {
      object: { id: customer, object: "customer", email: "bench@example.com", metadata: {}, livemode: false },
      previous_attributes: { email: "before@example.com" },
    },
  });
}
