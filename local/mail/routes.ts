import { readFileSync } from "node:fs";
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { streamSSE } from "hono/streaming";
import type { MessageStore } from "./message-store";
import { renderInbox } from "./pages/inbox";
import { MAIL_SANDBOX, renderMessage, renderMissing } from "./pages/message";

const LOCAL_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
const KEEP_ALIVE_MS = 15_000;

/** What the mail's own HTML may do inside its frame: show itself, with pictures of this machine. */
const MAIL_POLICY = `default-src 'none'; style-src 'unsafe-inline'; img-src data: http://localhost:* http://127.0.0.1:*; base-uri 'none'; form-action 'none'; sandbox ${MAIL_SANDBOX}`;

const asset = (name: string): string => readFileSync(new URL(`./pages/${name}`, import.meta.url), "utf8");

/** Links of a mail open beside the inbox, never inside the frame. */
function openLinksInTabs(html: string): string {
  return `<base target="_blank">${html}`;
}

/** Inbox pages for people and a JSON interface for tests. */
export function createMailRoutes(store: MessageStore): Hono {
  const routes = new Hono();
  const stylesheet = asset("inbox.css");
  const script = asset("refresh-list.js");

  // A page elsewhere whose name was pointed at this machine must not read the mail.
  routes.use(async (c, next) => {
    if (!LOCAL_HOST.test(c.req.header("host") ?? "")) return c.text("Only for this machine.", 403);
    return next();
  });
  // Nor may its forms delete any. A program that is no browser sends no origin and is welcome.
  routes.use(async (c, next) => {
    const origin = c.req.header("origin");
    const isForeign = origin !== undefined && origin !== new URL(c.req.url).origin;
    if (c.req.method !== "GET" && isForeign) return c.text("Only from the inbox itself.", 403);
    return next();
  });

  // Before the pages' headers: the frame has a policy of its own.
  routes.get("/messages/:id/html", (c) => {
    const message = store.find(c.req.param("id"));
    if (message?.html == null) return c.text("No such message.", 404);
    c.header("content-security-policy", MAIL_POLICY);
    c.header("x-content-type-options", "nosniff");
    c.header("referrer-policy", "no-referrer");
    return c.html(openLinksInTabs(message.html));
  });

  routes.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        connectSrc: ["'self'"],
        frameSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      strictTransportSecurity: false,
    }),
  );

  routes.get("/health", (c) => c.json({ ok: true }));
  routes.get("/inbox.css", (c) => c.body(stylesheet, 200, { "content-type": "text/css; charset=utf-8" }));
  routes.get("/refresh-list.js", (c) =>
    c.body(script, 200, { "content-type": "text/javascript; charset=utf-8" }),
  );

  routes.get("/", (c) => {
    const search = c.req.query("search")?.trim() ?? "";
    return c.html(renderInbox(store.list({ search, to: c.req.query("to") }), search));
  });
  routes.get("/messages/:id", (c) => {
    const message = store.find(c.req.param("id"));
    return message === null ? c.html(renderMissing(), 404) : c.html(renderMessage(message));
  });
  routes.get("/messages/:id/raw", async (c) => {
    const raw = await store.findRaw(c.req.param("id"));
    return raw === null ? c.text("No such message.", 404) : c.text(raw.toString("utf8"));
  });
  routes.post("/messages/:id/delete", async (c) => {
    await store.delete(c.req.param("id"));
    return c.redirect("/", 303);
  });
  routes.post("/delete-all", async (c) => {
    await store.deleteAll();
    return c.redirect("/", 303);
  });

  routes.get("/events", (c) =>
    streamSSE(c, async (stream) => {
      const onChange = (): void => void stream.writeSSE({ event: "change", data: "" });
      store.on("change", onChange);
      stream.onAbort(() => {
        store.off("change", onChange);
      });
      while (!stream.aborted) {
        await stream.writeSSE({ event: "ping", data: "" });
        await stream.sleep(KEEP_ALIVE_MS);
      }
    }),
  );

  routes.get("/api/messages", (c) =>
    c.json({ messages: store.list({ to: c.req.query("to"), search: c.req.query("search") }) }),
  );
  routes.get("/api/messages/:id", (c) => {
    const message = store.find(c.req.param("id"));
    return message === null
      ? c.json({ error: { code: "NOT_FOUND", message: "No such message." } }, 404)
      : c.json(message);
  });
  routes.delete("/api/messages/:id", async (c) => {
    const deleted = await store.delete(c.req.param("id"));
    return deleted
      ? c.body(null, 204)
      : c.json({ error: { code: "NOT_FOUND", message: "No such message." } }, 404);
  });
  routes.delete("/api/messages", async (c) => {
    await store.deleteAll();
    return c.body(null, 204);
  });

  return routes;
}
