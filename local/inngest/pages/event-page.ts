import { html } from "hono/html";
import type { EngineContext } from "../engine/context";
import type { StoredEvent } from "../store/events";
import { listRunsOfEvent } from "../store/runs";
import { type Markup, renderJson, renderPage, renderStatus, renderTable, renderTime } from "./layout";

/** One event and the runs it started. */
export async function renderEventPage(context: EngineContext, event: StoredEvent): Promise<Markup> {
  const runs = await listRunsOfEvent(context.pool, event.internalId);
  const content = html`<h1>Event <code>${event.payload.name}</code></h1>
<p class="muted">Received ${renderTime(event.receivedAt)} UTC</p>
${renderJson("Event", event.payload)}
<h2>Runs</h2>
${renderTable(
  "Runs it started",
  ["Run", "Function", "Status"],
  runs.map(
    (run) => html`<tr><td><a href="/runs/${run.id}"><code>${run.id}</code></a></td><td>${run.functionId}</td>
<td>${renderStatus(run.status)}</td></tr>`,
  ),
)}`;
  return renderPage(context, { title: event.payload.name, path: "", notice: null }, content);
}
