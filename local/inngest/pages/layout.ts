import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import type { EngineContext } from "../engine/context";
import { STYLE } from "./style";

export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

const SECTIONS = [
  { path: "/", label: "Runs" },
  { path: "/functions", label: "Functions" },
  { path: "/events", label: "Events" },
];

/** A whole page. What is out of the ordinary (pause, moved clock, app down) stands above every page. */
export function renderPage(
  context: EngineContext,
  page: { title: string; path: string; notice: string | null },
  content: Markup,
): Markup {
  const { app, settings } = context;
  const notes = [
    app.isUp
      ? null
      : `The app at ${context.options.appUrl} does not answer. Events are kept, nothing is called.`,
    app.isUp && app.fault ? `The app's last registration failed: ${app.fault}` : null,
    settings.isPaused ? "Processing is paused. Events are kept, nothing is called." : null,
    settings.clockOffsetMs > 0 ? `The clock runs ${formatDuration(settings.clockOffsetMs)} ahead.` : null,
  ].filter((note) => note !== null);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${page.title} · local Inngest - stand-in</title>
<link rel="icon" href="data:,">
<style>${raw(STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
<header><div class="bar">
<strong>local Inngest - stand-in</strong>
<nav aria-label="Sections">${SECTIONS.map(
    (section) =>
      html`<a href="${section.path}" ${section.path === page.path ? raw('aria-current="page"') : ""}>${section.label}</a>`,
  )}</nav>
</div></header>
<main id="content">
${page.notice ? html`<p class="note done" role="status">${page.notice}</p>` : ""}
${notes.map((note) => html`<p class="note">${note}</p>`)}
${content}
</main>
</body>
</html>`;
}

const STATUS_CLASS: Record<string, string> = {
  Completed: "good",
  done: "good",
  Failed: "bad",
  failed: "bad",
  Running: "busy",
  Queued: "busy",
  pending: "busy",
  Cancelled: "warn",
  Skipped: "warn",
  retrying: "warn",
};

export function renderStatus(status: string): Markup {
  return html`<span class="badge ${STATUS_CLASS[status] ?? ""}">${status}</span>`;
}

/** A moment in UTC, to the millisecond where that matters little else would do. */
export function renderTime(at: Date | null): Markup {
  if (!at) return html`<span class="muted">not yet</span>`;
  const iso = at.toISOString();
  return html`<time class="nowrap" datetime="${iso}">${iso.slice(0, 19).replace("T", " ")}</time>`;
}

/** Milliseconds in the largest unit that keeps them readable. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 3_600_000) return `${(ms / 60_000).toFixed(1)} min`;
  return ms < 172_800_000 ? `${(ms / 3_600_000).toFixed(1)} h` : `${(ms / 86_400_000).toFixed(1)} days`;
}

/** JSON as text. Long values are cut, since a page is for reading. */
export function renderJson(label: string, value: unknown): Markup {
  const text = JSON.stringify(value ?? null, null, 2);
  const shown =
    text.length > 20_000 ? `${text.slice(0, 20_000)}\n... ${text.length} characters in all` : text;
  return html`<pre tabindex="0" role="region" aria-label="${label}">${shown}</pre>`;
}

/** A table that scrolls sideways by itself on a narrow screen, by keyboard too. */
export function renderTable(caption: string, head: string[], rows: Markup[]): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
<table><caption>${caption}</caption>
<thead><tr>${head.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${rows.length === 0 ? html`<tr><td class="muted" colspan="${head.length}">None</td></tr>` : rows}</tbody></table></div>`;
}
