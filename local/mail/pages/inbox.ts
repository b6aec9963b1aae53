import { html } from "hono/html";
import type { MessageSummary } from "../message-store";
import { type Html, renderLayout } from "./layout";

const timeFormat = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });

/** A moment for people, with the exact one for machines. */
export function renderTime(iso: string): Html {
  return html`<time datetime="${iso}">${timeFormat.format(new Date(iso))}</time>`;
}

function renderEntry(message: MessageSummary): Html {
  return html`<li><a href="/messages/${message.id}">
<span class="subject">${message.subject}</span>${renderTime(message.receivedAt)}
<span class="people">${message.from} to ${message.to.join(", ")}</span>
<span class="preview">${message.preview}</span>
</a></li>`;
}

function renderList(messages: readonly MessageSummary[], search: string): Html {
  if (messages.length > 0) return html`<ul class="messages">${messages.map(renderEntry)}</ul>`;
  return search === ""
    ? html`<p class="card">No mail yet. Everything the app sends lands here at once.</p>`
    : html`<p class="card">No message has all of these words. <a href="/">Show all</a></p>`;
}

/** The list of messages, newest first, with a search. */
export function renderInbox(messages: readonly MessageSummary[], search: string): Html {
  const count = `${messages.length} ${messages.length === 1 ? "message" : "messages"}`;
  return renderLayout(
    "Inbox",
    html`<h1>Inbox</h1>
<div class="tools">
<form class="search" role="search" action="/" method="get">
<label class="hidden" for="search">Search sender, recipient, subject and text</label>
<input id="search" name="search" type="search" value="${search}" placeholder="Search mail" autocomplete="off">
<button type="submit">Search</button>
</form>
<form action="/delete-all" method="post"><button class="danger" type="submit">Delete all</button></form>
</div>
<div data-live>
<p role="status">${count}</p>
${renderList(messages, search)}
</div>`,
  );
}
