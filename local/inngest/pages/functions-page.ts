import { html } from "hono/html";
import type { EngineContext } from "../engine/context";
import { type FunctionConfig, listCronTriggers } from "../protocol/function-config";
import { type CronState, listCrons } from "../store/crons";
import { listApps } from "../store/functions";
import { countRunsByFunction } from "../store/run-views";
import { type Markup, renderPage, renderTable, renderTime } from "./layout";
import { renderAction } from "./run-page";

type Counts = Awaited<ReturnType<typeof countRunsByFunction>>;

/** The registered functions, what starts each and how it is limited, and a button for those with a cron. */
export async function renderFunctionsPage(context: EngineContext, notice: string | null): Promise<Markup> {
  const [apps, crons, counts] = await Promise.all([
    listApps(context.pool),
    listCrons(context.pool),
    countRunsByFunction(context.pool),
  ]);
  const content = html`<h1>Functions</h1>
${apps.map(
  (app) => html`<p class="muted">${app.id} at ${app.url}${app.sdk ? `, ${app.sdk}` : ""}, last registered
${renderTime(app.registeredAt)} UTC</p>`,
)}
<div class="actions">${renderAction("/functions/sync", "Register again", false)}</div>
${renderTable(
  "Registered functions",
  ["Function", "Started by", "Settings", "Runs", "Action"],
  context.registry.list().map((config) => renderRow(config, crons, counts)),
)}`;
  return renderPage(context, { title: "Functions", path: "/functions", notice }, content);
}

function renderRow(config: FunctionConfig, crons: CronState[], counts: Counts): Markup {
  const own = counts.filter((item) => item.functionId === config.id);
  return html`<tr>
<td><a href="/?function=${encodeURIComponent(config.id)}">${config.id}</a>${
    config.name && !config.id.endsWith(config.name) ? html`<br><span class="muted">${config.name}</span>` : ""
  }</td>
<td>${config.triggers.map((trigger) => renderTrigger(config, trigger, crons))}</td>
<td>${describeSettings(config).map((line) => html`<div>${line}</div>`)}</td>
<td class="nowrap">${own.map((item) => html`<div>${item.count} ${item.status}</div>`)}</td>
<td>${
    listCronTriggers(config).length > 0
      ? html`<form method="post" action="/functions/run-now">
<input type="hidden" name="functionId" value="${config.id}">
<button type="submit" aria-label="Run now: ${config.id}">Run now</button></form>`
      : html`<span class="muted">send its event</span>`
  }</td></tr>`;
}

function renderTrigger(
  config: FunctionConfig,
  trigger: FunctionConfig["triggers"][number],
  crons: CronState[],
): Markup {
  if ("event" in trigger) {
    const condition = trigger.expression ? html`<br><code class="muted">${trigger.expression}</code>` : "";
    return html`<div>${trigger.event}${condition}</div>`;
  }
  const state = crons.find((cron) => cron.functionId === config.id && cron.expression === trigger.cron);
  return html`<div>cron <code>${trigger.cron}</code><br><span class="muted">next ${renderTime(state?.dueAt ?? null)}</span></div>`;
}

function describeSettings(config: FunctionConfig): string[] {
  const describeSetting = (name: string, value: unknown) =>
    value === undefined ? [] : [`${name} ${JSON.stringify(value)}`];
  const retries = config.steps.step.retries?.attempts;
  return [
    ...(retries === undefined || retries === null ? [] : [`retries ${retries}`]),
    ...describeSetting("concurrency", config.concurrency),
    ...describeSetting("debounce", config.debounce),
    ...describeSetting("batch", config.batchEvents),
    ...describeSetting("rate limit", config.rateLimit),
    ...describeSetting("throttle", config.throttle),
    ...describeSetting("singleton", config.singleton),
    ...describeSetting("idempotency", config.idempotency),
    ...describeSetting("priority", config.priority),
    ...describeSetting("timeouts", config.timeouts),
    ...describeSetting("cancel on", config.cancel),
  ];
}
