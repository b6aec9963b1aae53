import { html } from "hono/html";
import type { Delivery, EventRecord } from "../state/records";
import type { World } from "../world";
import { newestEvents } from "./newest-events";

const SHOWN = 30;

/** The last events, each with what became of it at each endpoint. */
export function eventsCard(world: World, type: string) {
  const events = newestEvents(world, type, SHOWN);
  return html`<section class="card" aria-labelledby="events">
    <h2 id="events">Last events</h2>
    <form method="get" action="/_local" class="inline field">
      <div><label for="type">Type</label><input id="type" name="type" value="${type}" placeholder="invoice.paid, or invoice.*" autocomplete="off" /></div>
      <button class="quiet" type="submit">Show</button>
    </form>
    ${
      events.length === 0
        ? html`<p class="muted">${type ? "No event of this type has happened." : "Nothing has happened yet."}</p>`
        : html`<div class="scroll" role="region" aria-label="Table of events" tabindex="0">
          <table>
            <thead><tr><th scope="col">Time (UTC)</th><th scope="col">Event</th><th scope="col">Deliveries</th><th scope="col"><span class="hidden">Again</span></th></tr></thead>
            <tbody>${events.map((event) => eventRow(world, event))}</tbody>
          </table>
        </div>`
    }
  </section>`;
}

function eventRow(world: World, event: EventRecord) {
  const deliveries = [...world.state.deliveries.newestFirst({ index: "event", key: event.id })];
  return html`<tr>
    <td class="small nowrap">${new Date(event.created * 1000).toISOString().replace("T", " ").slice(0, 19)}</td>
    <td>${event.type}<div class="small muted"><code>${event.id}</code></div></td>
    <td class="small">${deliveries.length === 0 ? html`<span class="muted">not sent</span>` : deliveries.map((delivery) => attemptsOf(world, delivery))}</td>
    <td class="right">
      <form method="post" action="/_local/events/${event.id}/resend"><button class="quiet" type="submit">Resend <span class="hidden">${event.type} ${event.id}</span></button></form>
    </td>
  </tr>`;
}

/** The state, and every attempt below it. */
function attemptsOf(world: World, { endpoint, state, attempts, nextAt }: Delivery) {
  const url = world.state.webhookEndpoints.find(endpoint)?.url ?? "an endpoint that is gone";
  const again = state === "pending" && nextAt && attempts.length > 0;
  const waits = again ? `again in ${Math.max(0, Math.round((nextAt - Date.now()) / 1000))} s` : "";
  return html`<details class="flat">
    <summary><span class="badge ${state}">${state}</span> ${[attempts.at(-1)?.status, waits].filter(Boolean).join(", ")}</summary>
    <div class="muted"><code>${url}</code></div>
    <ul>${attempts.map(({ at, status, error }) => html`<li>${new Date(at).toISOString().slice(11, 19)} ${status ?? error}</li>`)}</ul>
  </details>`;
}
