import { html } from "hono/html";
import { type EngineContext, now } from "../engine/context";
import type { StepErrorValue } from "../protocol/operation";
import { type CallView, listCalls, listQueued, listSteps, type StepView } from "../store/run-views";
import type { Run } from "../store/runs";
import {
  formatDuration,
  type Markup,
  renderJson,
  renderPage,
  renderStatus,
  renderTable,
  renderTime,
} from "./layout";

/** One run: what started it, its steps, every call made for it, and how it ended. */
export async function renderRunPage(
  context: EngineContext,
  run: Run,
  notice: string | null,
): Promise<Markup> {
  const [steps, calls, queued] = await Promise.all([
    listSteps(context.pool, run.id),
    listCalls(context.pool, run.id),
    listQueued(context.pool, run.id),
  ]);
  const endedAt = run.endedAt ?? now(context);
  const names = new Map(steps.map((step) => [step.opId, step.name ?? step.opId.slice(0, 8)]));
  const nameOf = (stepId: string) => (stepId === "step" ? "the function" : (names.get(stepId) ?? stepId));
  const content = html`<h1>Run <code>${run.id}</code></h1>
<div class="actions">
${renderAction(`/runs/${run.id}/rerun`, "Run again", true)}
${run.endedAt ? "" : renderAction(`/runs/${run.id}/cancel`, "Cancel", false)}
${run.endedAt ? "" : renderAction(`/runs/${run.id}/skip`, "Skip waits", false)}
</div>
<dl class="facts card">
<div><dt>Function</dt><dd><a href="/?function=${encodeURIComponent(run.functionId)}">${run.functionId}</a></dd></div>
<div><dt>Status</dt><dd>${renderStatus(run.status)}${run.reason ? html`<br>${run.reason}` : ""}</dd></div>
<div><dt>Started by</dt><dd>${run.origin}${
    run.parentRunId ? html` of <a href="/runs/${run.parentRunId}">${run.parentRunId}</a>` : ""
  }</dd></div>
<div><dt>Queued (UTC)</dt><dd>${renderTime(run.queuedAt)}</dd></div>
<div><dt>Started</dt><dd>${renderTime(run.startedAt)}</dd></div>
<div><dt>Ended</dt><dd>${renderTime(run.endedAt)}</dd></div>
<div><dt>Took</dt><dd>${run.startedAt ? formatDuration(endedAt.getTime() - run.startedAt.getTime()) : ""}</dd></div>
</dl>
${run.error ? renderError(run.error) : ""}
${run.status === "Completed" ? html`<h2>Output</h2>${renderJson("Output", run.output)}` : ""}
<h2>Steps</h2>
${renderTable("Steps", ["Step", "Kind", "Status", "Result", "Found", "Took"], steps.map(renderStep))}
${
  queued.length === 0
    ? ""
    : html`<h2>Calls to come</h2>${renderTable(
        "Calls to come",
        ["Of", "Attempt", "At"],
        queued.map(
          (call) => html`<tr><td>${nameOf(call.stepId)}</td><td class="number">${call.attempt + 1}</td>
<td>${call.isUnderWay ? "under way" : renderTime(call.availableAt)}</td></tr>`,
        ),
      )}`
}
<h2>Calls made</h2>
${renderTable(
  "Calls made",
  ["Of", "Attempt", "Answer", "HTTP", "At", "Took"],
  calls.map((call) => renderCall(call, nameOf(call.stepId))),
)}
<h2>${run.events.length > 1 ? "Events" : "Event"}</h2>
${run.events.map((event, index) => renderJson(`Event ${index + 1}`, event))}`;
  return renderPage(context, { title: `Run of ${run.functionId}`, path: "", notice }, content);
}

/** A button that does something: always a POST. */
export function renderAction(path: string, label: string, isMain: boolean): Markup {
  return html`<form method="post" action="${path}"><button type="submit" class="${isMain ? "main" : ""}">${label}</button></form>`;
}

function renderError(error: StepErrorValue): Markup {
  return html`<h2>Error</h2><p><strong>${error.name}</strong>: ${error.message}</p>
${error.stack ? html`<pre tabindex="0" role="region" aria-label="Stack">${error.stack}</pre>` : ""}`;
}

const KINDS: Record<string, string> = {
  StepPlanned: "run",
  StepRun: "run",
  StepError: "run",
  StepFailed: "run",
  Sleep: "sleep",
  WaitForEvent: "wait for event",
  InvokeFunction: "invoke",
};

function renderStep(step: StepView): Markup {
  const result = step.result?.type === "error" ? step.result.error.message : undefined;
  const value = step.result?.type === "data" ? JSON.stringify(step.result.data) : "";
  const took = step.endedAt ? formatDuration(step.endedAt.getTime() - step.foundAt.getTime()) : "";
  return html`<tr><td>${step.name ?? step.opId}</td><td>${KINDS[step.op] ?? step.op}</td><td>${renderStatus(step.status)}</td>
<td>${result ?? html`<code>${value.length > 300 ? `${value.slice(0, 300)}...` : value}</code>`}${
    step.detail && step.detail !== result ? html`<br><span class="muted">${step.detail}</span>` : ""
  }</td>
<td>${renderTime(step.foundAt)}</td><td class="number nowrap">${took}</td></tr>`;
}

function renderCall(call: CallView, name: string): Markup {
  return html`<tr><td>${name}</td><td class="number">${call.attempt + 1}</td>
<td>${call.outcome}${call.error ? html`<br><span class="muted">${call.error.message}</span>` : ""}</td>
<td class="number">${call.httpStatus ?? "none"}</td><td>${renderTime(call.startedAt)}</td>
<td class="number nowrap">${formatDuration(call.endedAt.getTime() - call.startedAt.getTime())}</td></tr>`;
}
