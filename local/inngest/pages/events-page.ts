import { html } from "hono/html";
import type { EngineContext } from "../engine/context";
import { listEventTriggers } from "../protocol/function-config";
import { listEvents } from "../store/events";
import { type Markup, renderPage, renderTable, renderTime } from "./layout";

export interface EventDraft {
  name: string;
  data: string;
  fault: string | null;
}

/** The newest events, and a form that sends one as the app would. */
export async function renderEventsPage(
  context: EngineContext,
  draft: EventDraft | null,
  notice: string | null,
): Promise<Markup> {
  const events = await listEvents(context.pool, null, 100);
  const names = new Set(
    context.registry
      .list()
      .flatMap((config) => listEventTriggers(config).map((trigger) => trigger.event))
      .filter((name) => !name.startsWith("inngest/") && !name.endsWith("*")),
  );
  const content = html`<h1>Events</h1>
<form class="card" method="post" action="/events">
<h2 style="margin-top:0">Send an event</h2>
${draft?.fault ? html`<p class="note" role="alert">${draft.fault}</p>` : ""}
<label>Name<input name="name" list="names" required autocomplete="off" value="${draft?.name ?? ""}"></label>
<datalist id="names">${[...names].sort().map((name) => html`<option value="${name}"></option>`)}</datalist>
<label style="margin:12px 0">Data (JSON)<textarea name="data" spellcheck="false">${draft?.data ?? "{}"}</textarea></label>
<button class="main" type="submit">Send</button>
</form>
<h2>Received</h2>
${renderTable(
  "The newest 100 events",
  ["Event", "Name", "Received (UTC)", "Data"],
  events.map(
    (event) => html`<tr><td><a href="/events/${event.internalId}"><code>${event.internalId}</code></a></td>
<td>${event.payload.name}</td><td>${renderTime(event.receivedAt)}</td>
<td><code>${JSON.stringify(event.payload.data).slice(0, 200)}</code></td></tr>`,
  ),
)}`;
  return renderPage(context, { title: "Events", path: "/events", notice }, content);
}
