import { html } from "hono/html";

/** What a piece of a page is; `html` escapes everything it is given that is not one itself. */
export type Html = ReturnType<typeof html>;

/** The frame of every page. It says on each that this is no real mailbox. */
export function renderLayout(title: string, content: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - local mail</title>
<link rel="stylesheet" href="/inbox.css">
<script type="module" src="/refresh-list.js"></script>
</head>
<body>
<header>
<a class="name" href="/">Meterhouse mail</a>
<p class="stand-in">local mail - nothing leaves this machine</p>
</header>
<main>${content}</main>
</body>
</html>`;
}
