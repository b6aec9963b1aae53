import { createMiddleware } from "hono/factory";
import { respondError } from "./respond";

const LOCAL_HOSTS = new Set(["127.0.0.1", "localhost", "[::1]"]);

function isLocalHost(host: string | undefined): boolean {
  return LOCAL_HOSTS.has((host ?? "").replace(/:\d+$/, "").toLowerCase());
}

/**
 * Guards pages and controls, which ask for no credentials: the browser must have meant this machine (a foreign name
 * resolving to it is refused), and what changes something must come from a page of this server, not from another site.
 */
export const localOnly = createMiddleware(async (c, next) => {
  const host = c.req.header("host");
  if (!isLocalHost(host)) return respondError(c, 403, "open this page by its local address");
  const isRead = c.req.method === "GET" || c.req.method === "HEAD";
  if (!isRead) {
    const origin = c.req.header("origin");
    const site = c.req.header("sec-fetch-site");
    const isForeignOrigin = origin !== undefined && origin !== `http://${host}`;
    const isForeignSite = site !== undefined && site !== "same-origin" && site !== "none";
    if (isForeignOrigin || isForeignSite) return respondError(c, 403, "this request came from another site");
  }
  await next();
});
