import { html } from "hono/html";
import { layout } from "../pages/layout";
import { collectionsOf } from "../state/dump";
import type { World } from "../world";
import type { ControlParts } from "./control-call";
import { eventsCard } from "./event-table";
import { faultsCard, seedCard, settingsCard, webhooksCard } from "./page-cards";

export interface ControlView {
  snapshots: readonly string[];
  /** Only events of this type. */
  type: string;
  notice: string | null;
  error: string | null;
}

const SHOWN: Readonly<Record<string, string>> = {
  customers: "Customers",
  subscriptions: "Subscriptions",
  invoices: "Invoices",
  paymentIntents: "Payment intents",
  checkoutSessions: "Checkout sessions",
  prices: "Prices",
  events: "Events",
  deliveries: "Deliveries",
};

/** What is in here, what happened last, and a button for everything a stand-in can do. */
export function controlPage(parts: ControlParts, view: ControlView) {
  const { world } = parts;
  return layout(
    "Local Stripe",
    html`
      <div class="row">
        <div>
          <h1>Local Stripe</h1>
          <p class="muted">${world.settings.account.name}, API ${world.apiVersion}</p>
        </div>
        <a class="button quiet" href="/_local">Refresh</a>
      </div>
      ${view.notice ? html`<div class="ok" role="status">${view.notice}</div>` : ""}
      ${view.error ? html`<div class="alert" role="alert">${view.error}</div>` : ""}
      ${counts(world)}
      <div class="columns">
        <div>${clockCard(world)} ${settingsCard(world)} ${stateCard(view)} ${seedCard(parts.seeder)}</div>
        <div>${webhooksCard(parts)} ${faultsCard(parts.faults)}</div>
      </div>
      ${eventsCard(world, view.type)}
    `,
  );
}

function counts(world: World) {
  const shown = collectionsOf(world.state).filter(({ name }) => SHOWN[name]);
  return html`<section aria-labelledby="objects">
    <h2 id="objects" class="hidden">Objects</h2>
    <dl class="counts">
      ${shown.map(({ name, size }) => html`<div class="card"><dt>${SHOWN[name]}</dt><dd>${size.toLocaleString("en-US")}</dd></div>`)}
    </dl>
  </section>`;
}

function clockCard(world: World) {
  const now = new Date(world.now() * 1000);
  const ahead = world.clockOffset;
  return html`<section class="card" aria-labelledby="clock">
    <h2 id="clock">Clock</h2>
    <p>
      <time datetime="${now.toISOString()}">${now.toISOString().replace("T", " ").slice(0, 19)} UTC</time>${ahead ? html`, ${Math.round((ahead / 86_400) * 10) / 10} days ahead of this machine` : ", the time of this machine"}
    </p>
    <form method="post" action="/_local/clock/advance" class="inline">
      <div><label for="days">Days</label><input id="days" name="days" type="number" min="1" max="3650" value="31" required /></div>
      <button class="quiet" type="submit">Advance the clock</button>
    </form>
  </section>`;
}

function stateCard(view: ControlView) {
  return html`<section class="card" aria-labelledby="state">
    <h2 id="state">State</h2>
    <form method="post" action="/_local/snapshot" class="inline">
      <div>
        <label for="snapshot">Name</label>
        <input id="snapshot" name="name" required pattern="[A-Za-z0-9][A-Za-z0-9\\-]{0,60}" title="letters, digits and dashes" autocomplete="off" />
      </div>
      <button class="quiet" type="submit">Take snapshot</button>
    </form>
    ${view.snapshots.map(
      (name) => html`<form method="post" action="/_local/restore" class="row line">
        <code>${name}</code><input type="hidden" name="name" value="${name}" />
        <button class="quiet" type="submit">Restore <span class="hidden">${name}</span></button>
      </form>`,
    )}
    <details>
      <summary class="small">Empty everything</summary>
      <form method="post" action="/_local/reset">
        <p class="small">Customers, subscriptions, prices, events: all of it goes. Snapshots stay.</p>
        <button class="danger" type="submit">Empty this Stripe</button>
      </form>
    </details>
  </section>`;
}
