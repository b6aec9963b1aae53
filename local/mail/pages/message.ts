import { html } from "hono/html";
import type { Message } from "../message-store";
import { renderTime } from "./inbox";
import { type Html, renderLayout } from "./layout";

/**
 * A mail's own HTML runs no script, loads nothing from elsewhere and cannot touch this page; a click on a link
 * opens a tab of its own.
 */
export const MAIL_SANDBOX = "allow-popups allow-popups-to-escape-sandbox";

function renderHtmlPart(message: Message): Html | "" {
  if (message.html === null) return "";
  return html`<h2 id="html">Message</h2>
<iframe title="Message as HTML" sandbox="${MAIL_SANDBOX}" src="/messages/${message.id}/html"></iframe>`;
}

function renderAttachments(message: Message): Html | "" {
  if (message.attachments.length === 0) return "";
  return html`<h2>Attachments</h2>
<ul>${message.attachments.map(({ name, type, bytes }) => html`<li>${name} (${type}, ${bytes} bytes)</li>`)}</ul>`;
}

/** One message: who, when, HTML, text, attachments, headers. */
export function renderMessage(message: Message): Html {
  return renderLayout(
    message.subject,
    html`<p><a href="/">All messages</a></p>
<h1>${message.subject}</h1>
<dl class="card">
<dt>From</dt><dd>${message.from}</dd>
<dt>To</dt><dd>${message.to.join(", ")}</dd>
<dt>Received</dt><dd>${renderTime(message.receivedAt)}</dd>
</dl>
${renderHtmlPart(message)}
${message.text === null ? "" : html`<h2>Text</h2><pre>${message.text}</pre>`}
${renderAttachments(message)}
<details><summary>Headers</summary>
<dl class="card">${message.headers.map(({ name, value }) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
</details>
<div class="tools">
<form action="/messages/${message.id}/delete" method="post"><button class="danger" type="submit">Delete</button></form>
<p><a href="/messages/${message.id}/raw">Raw message</a></p>
</div>`,
  );
}

export function renderMissing(): Html {
  return renderLayout(
    "No such message",
    html`<h1>No such message</h1><p>It may have been deleted. <a href="/">All messages</a></p>`,
  );
}
