import { html } from "hono/html";
import { FAULT_KINDS, type Faults } from "../http/faults";
import { DEMO_SETS } from "../seed/demo-sets";
import type { Seeder } from "../seed/seeder";
import type { World } from "../world";
import { type ControlParts, countOf } from "./control-call";

export function webhooksCard({ world, deliverer }: ControlParts) {
  const waiting = { pending: 0, held: 0 };
  for (const { state } of world.state.deliveries.oldestFirst())
    if (state === "pending" || state === "held") waiting[state]++;
  const endpoints = world.state.webhookEndpoints.all();
  return html`<section class="card" aria-labelledby="webhooks">
    <h2 id="webhooks">Webhooks</h2>
    <p>${deliverer.isHolding ? "Deliveries are held." : "Deliveries go out."} ${waiting.pending} under way, ${waiting.held} held.</p>
    ${endpoints.length === 0 ? html`<p class="muted">No endpoint: events are kept and sent to nobody.</p>` : ""}
    ${endpoints.map(
      (
        endpoint,
      ) => html`<form method="post" action="/_local/webhooks/endpoints/${endpoint.id}/roll-secret" class="row line">
        <span><code>${endpoint.url}</code><br /><span class="small muted">${endpoint.status}, ${endpoint.enabled_events.includes("*") ? "all events" : `${endpoint.enabled_events.length} types of events`}</span></span>
        <button class="quiet" type="submit">Roll secret <span class="hidden">of ${endpoint.url}</span></button>
      </form>`,
    )}
    <div class="actions line">
      <form method="post" action="/_local/webhooks/hold"><button class="quiet" type="submit">Hold deliveries</button></form>
      <form method="post" action="/_local/webhooks/drop"><button class="quiet" type="submit">Drop held deliveries</button></form>
    </div>
    <form method="post" action="/_local/webhooks/release" class="inline line">
      <div><label for="copies">Copies of each</label><input id="copies" name="times" type="number" min="1" max="100" value="1" required /></div>
      <div class="check"><input id="shuffle" name="shuffle" type="checkbox" value="true" /><label for="shuffle">In another order</label></div>
      <button class="quiet" type="submit">Release deliveries</button>
    </form>
    <form method="post" action="/_local/webhooks/duplicate" class="inline line">
      <div><label for="times">New events are sent (times)</label><input id="times" name="times" type="number" min="1" max="100" value="${deliverer.times}" required /></div>
      <button class="quiet" type="submit">Set</button>
    </form>
  </section>`;
}

const FAULT_WORDS: Readonly<Record<string, string>> = {
  down: "down: the connection is cut",
  slow: "slow: two seconds later",
  rate_limit: "rate limit: 429",
  error: "error: 500, nothing done",
  error_after: "error after: 500, but done",
  cut: "cut: done, connection cut",
};

export function faultsCard(faults: Faults) {
  const active = faults.list();
  return html`<section class="card" aria-labelledby="faults">
    <h2 id="faults">Faults</h2>
    ${
      active.length === 0
        ? html`<p class="muted">Nothing goes wrong.</p>`
        : html`<ul>${active.map((fault) => html`<li>${fault.kind} on ${fault.method ?? "any"} <code>${fault.path}</code>, ${fault.remaining ?? "all"} left</li>`)}</ul>
          <form method="post" action="/_local/faults/clear" class="field"><button class="quiet" type="submit">Remove all faults</button></form>`
    }
    <form method="post" action="/_local/faults">
      <div class="field">
        <label for="kind">What goes wrong</label>
        <select id="kind" name="kind">${FAULT_KINDS.map((kind) => html`<option value="${kind}">${FAULT_WORDS[kind]}</option>`)}</select>
      </div>
      <div class="pair field">
        <div><label for="path">Path begins with</label><input id="path" name="path" value="/v1" required pattern="/v1.*" title="a path that begins with /v1" autocomplete="off" /></div>
        <div>
          <label for="count">Calls</label>
          <select id="count" name="count">
            ${["1", "2", "3", "5", "10"].map((count) => html`<option value="${count}">${count}</option>`)}
            <option value="null">until removed</option>
          </select>
        </div>
      </div>
      <button class="quiet" type="submit">Add fault</button>
    </form>
  </section>`;
}

const ENDS = {
  cancel: "cancel the subscription",
  unpaid: "mark it unpaid",
  past_due: "leave it past due",
} as const;

export function settingsCard({ settings }: World) {
  return html`<section class="card" aria-labelledby="retries">
    <h2 id="retries">Failed renewals</h2>
    <form method="post" action="/_local/settings">
      <div class="field">
        <label for="retryDays">Tried again after days</label>
        <input id="retryDays" name="retryDays" value="${settings.retryDays.join(",")}" pattern="\\d+(\\.\\d+)?(,\\d+(\\.\\d+)?)*" title="days with commas between them" autocomplete="off" />
      </div>
      <div class="field">
        <label for="afterLastRetry">After the last try</label>
        <select id="afterLastRetry" name="afterLastRetry">
          ${Object.entries(ENDS).map(([value, words]) =>
            value === settings.afterLastRetry
              ? html`<option value="${value}" selected>${words}</option>`
              : html`<option value="${value}">${words}</option>`,
          )}
        </select>
      </div>
      <button class="quiet" type="submit">Save</button>
    </form>
  </section>`;
}

export function seedCard({ progress }: Seeder) {
  return html`<section class="card" aria-labelledby="seeding">
    <h2 id="seeding">Customers with a past</h2>
    ${progress ? html`<p role="status">${describeSeed(progress)}</p>` : ""}
    <form method="post" action="/_local/seed">
      <div class="field">
        <div class="field">
          <label for="set">Set</label>
          <select id="set" name="set">
            ${Object.entries(DEMO_SETS).map(([name, wish]) => html`<option value="${name}">${name}: ${wish.customers} customers, ${wish.months} months</option>`)}
          </select>
        </div>
        <div><label for="seed">Random seed</label><input id="seed" name="seed" type="number" min="0" max="4294967295" value="${progress?.seed ?? 1}" required /></div>
      </div>
      <button class="quiet" type="submit">Seed</button>
    </form>
  </section>`;
}

function describeSeed(progress: NonNullable<Seeder["progress"]>): string {
  const { state, made, customers, reached, milliseconds, error } = progress;
  const count = `${made.customers} of ${countOf(customers, "customer")}, ${countOf(made.subscriptions, "subscription")}`;
  if (state === "running")
    return `Seeding: ${count}, as far as ${new Date(reached * 1000).toISOString().slice(0, 10)}.`;
  if (state === "failed") return `Seeding failed after ${count}: ${error}`;
  if (state === "stopped") return `Seeding was stopped after ${count}.`;
  const invoices = Object.entries(made.invoices).map(([status, number]) => `${number} ${status}`);
  const rest = `${countOf(made.refunds, "refund")}, ${countOf(made.disputes, "dispute")}`;
  return `Seeded ${count}, ${rest}, invoices: ${invoices.join(", ") || "none"}. It took ${(milliseconds / 1000).toFixed(2)} s.`;
}
