import { Hono } from "hono";
import type { MessageStore } from "./message-store";

/** Inbox for people and for tests. */
export function createMailRoutes(store: MessageStore): Hono {
  const routes = new Hono();
  routes.get("/health", (c) => c.json({ ok: true }));
  routes.get("/api/messages", (c) =>
    c.json({ messages: store.list({ to: c.req.query("to"), search: c.req.query("search") }) }),
  );
  return routes;
}
