import { html, raw } from "hono/html";
import type { EngineContext } from "../engine/context";
import { listRuns, type RunFilter, type RunSummary } from "../store/run-views";
import { getStats } from "../store/stats";
import { formatDuration, type Markup, renderPage, renderStatus, renderTable, renderTime } from "./layout";

const PAGE_SIZE = 50;
const STATUSES = ["Queued", "Running", "Completed", "Failed", "Cancelled", "Skipped"];

/** The list of runs with its filter, and how much waits in the queue. */
export async function renderRunsPage(
  context: EngineContext,
  filter: RunFilter,
  notice: string | null,
): Promise<Markup> {
  const [runs, stats] = await Promise.all([
    listRuns(context.pool, filter, PAGE_SIZE + 1),
    getStats(context.pool, context.settings.clockOffsetMs),
  ]);
  const shown = runs.slice(0, PAGE_SIZE);
  const last = runs.length > PAGE_SIZE ? shown.at(-1) : undefined;
  const facts: [string, number][] = [
    ["Events to act on", stats.events],
    ["Calls due", stats.due],
    ["Calls under way", stats.leased],
    ["Calls for later", stats.later],
    ["Sleeping", stats.sleeping],
    ["Waiting", stats.waiting],
    ["Debounces", stats.debounces],
    ["Batches", stats.batches],
  ];
  const content = html`<h1>Runs</h1>
<dl class="facts card">${facts.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
<form class="row" method="get" action="/">
<label>Function<select name="function"><option value="">All</option>${context.registry
    .list()
    .map((config) => renderOption(config.id, filter.functionId))}</select></label>
<label>Status<select name="status"><option value="">All</option>${STATUSES.map((status) =>
    renderOption(status, filter.status),
  )}</select></label>
<button class="main" type="submit">Show</button>
</form>
${renderTable(
  "Runs, newest first",
  ["Run", "Function", "Status", "Started by", "Queued (UTC)", "Took"],
  shown.map(renderRow),
)}
${last ? html`<p><a href="${buildNextHref(filter, last.id)}">Older runs</a></p>` : ""}`;
  return renderPage(context, { title: "Runs", path: "/", notice }, content);
}

function renderOption(value: string, selected: string | null): Markup {
  return html`<option value="${value}" ${value === selected ? raw("selected") : ""}>${value}</option>`;
}

function renderRow(run: RunSummary): Markup {
  const reason = run.errorMessage ?? run.reason;
  const took =
    run.startedAt && run.endedAt ? formatDuration(run.endedAt.getTime() - run.startedAt.getTime()) : "";
  return html`<tr>
<td><a href="/runs/${run.id}"><code>${run.id}</code></a></td>
<td>${run.functionId}</td>
<td>${renderStatus(run.status)}${reason ? html`<br><span class="muted">${reason.slice(0, 160)}</span>` : ""}</td>
<td>${run.origin === "event" ? "" : html`<span class="muted">${run.origin}: </span>`}${run.eventName}</td>
<td>${renderTime(run.queuedAt)}</td>
<td class="number nowrap">${took}</td>
</tr>`;
}

function buildNextHref(filter: RunFilter, before: string): string {
  const query = new URLSearchParams({ before });
  if (filter.functionId) query.set("function", filter.functionId);
  if (filter.status) query.set("status", filter.status);
  return `/?${query}`;
}
