import { html } from "hono/html";
import type { Faults } from "../http/faults";
import { layout } from "../pages/layout";
import { collectionsOf } from "../state/dump";
import type { Deliverer } from "../webhooks/deliverer";
import type { World } from "../world";

const SHOWN = [
  "customers",
  "products",
  "prices",
  "subscriptions",
  "invoices",
  "paymentIntents",
  "checkoutSessions",
  "events",
  "deliveries",
];

/** What is in here, what happened last, and the switches for webhooks. */
export function controlPage(world: World, deliverer: Deliverer, faults: Faults) {
  const counts = collectionsOf(world.state).filter((collection) => SHOWN.includes(collection.name));
  const events = [...take(world.state.events.newestFirst(), 25)];
  return layout(
    "Local Stripe",
    html`
      <h1>Local Stripe</h1>
      <p class="muted">API ${world.apiVersion}. The clock says ${new Date(world.now() * 1000).toISOString()}${world.clockOffset ? ` (${world.clockOffset} s ahead)` : ""}.</p>
      <section class="card" aria-labelledby="objects">
        <h2 id="objects">Objects</h2>
        <table><tbody>${counts.map((collection) => html`<tr><td>${collection.name}</td><td class="right">${collection.size}</td></tr>`)}</tbody></table>
      </section>
      <section class="card" aria-labelledby="webhooks">
        <h2 id="webhooks">Webhooks</h2>
        <p>${deliverer.isHolding ? "Deliveries are held." : "Deliveries go out."} ${[...world.state.webhookEndpoints.oldestFirst()].map((endpoint) => html`<br /><code>${endpoint.url}</code>`)}</p>
        <div class="actions">
          <form method="post" action="/_local/webhooks/hold"><button class="quiet" type="submit">Hold deliveries</button></form>
          <form method="post" action="/_local/webhooks/release"><button class="quiet" type="submit">Release deliveries</button></form>
          <form method="post" action="/_local/webhooks/drop"><button class="quiet" type="submit">Drop held deliveries</button></form>
        </div>
      </section>
      <section class="card" aria-labelledby="faults">
        <h2 id="faults">Faults</h2>
        ${faults.list().length === 0 ? html`<p class="muted">None. Set them with <code>POST /_local/faults</code>.</p>` : html`<ul>${faults.list().map((fault) => html`<li>${fault.kind} on ${fault.method ?? "any"} ${fault.path}, ${fault.remaining ?? "all"} left</li>`)}</ul>`}
      </section>
      <section class="card" aria-labelledby="clock">
        <h2 id="clock">Clock</h2>
        <div class="actions">
          <form method="post" action="/_local/clock/advance"><input type="hidden" name="seconds" value="86400" /><button class="quiet" type="submit">Advance one day</button></form>
          <form method="post" action="/_local/clock/advance"><input type="hidden" name="seconds" value="2678400" /><button class="quiet" type="submit">Advance 31 days</button></form>
        </div>
      </section>
      <section class="card" aria-labelledby="events">
        <h2 id="events">Last events</h2>
        ${
          events.length === 0
            ? html`<p class="muted">Nothing has happened yet.</p>`
            : html`<div class="scroll" role="region" aria-label="Table of events" tabindex="0"><table>
              <thead><tr><th scope="col">Time</th><th scope="col">Event</th><th scope="col">Delivery</th><th scope="col"><span class="small">Again</span></th></tr></thead>
              <tbody>
                ${events.map(
                  (event) => html`<tr>
                  <td class="small">${new Date(event.created * 1000).toISOString().replace("T", " ").slice(0, 19)}</td>
                  <td>${event.type}<div class="small muted"><code>${event.id}</code></div></td>
                  <td class="small">${[...world.state.deliveries.newestFirst({ index: "event", key: event.id })].map((delivery) => `${delivery.state} (${delivery.attempts.at(-1)?.status ?? delivery.attempts.at(-1)?.error ?? "-"})`).join(", ") || "no endpoint"}</td>
                  <td><form method="post" action="/_local/events/${event.id}/resend"><button class="quiet" type="submit" aria-label="Resend ${event.type} ${event.id}">Resend</button></form></td>
                </tr>`,
                )}
              </tbody>
            </table></div>`
        }
      </section>
    `,
  );
}

function* take<T>(values: Iterable<T>, count: number): Generator<T> {
  let left = count;
  for (const value of values) {
    if (left-- <= 0) return;
    yield value;
  }
}
