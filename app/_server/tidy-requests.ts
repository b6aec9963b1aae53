import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server } from "node:http";

/** Node says so before the server's own listener is asked. */
const REQUEST_START = "http.server.request.start";
const ABSOLUTE = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i;

/**
 * Brings requests into a form that Next's server reads rightly, before it reads them. As they come, it answers an
 * absolute target by sending the client to whatever site that names, an escape that is none by 500, and TRACE, which
 * no web request can be, by 500; a connection that asks to become another kind it holds for good, or closes.
 *
 * @param keepsUpgrades the development server speaks with its pages over such connections
 */
export function tidyRequests({ keepsUpgrades }: { readonly keepsUpgrades: boolean }): void {
  subscribe(REQUEST_START, (message) => {
    const { request, server } = message as { request: IncomingMessage; server: Server };
    request.url = tidyTarget(request.url ?? "/");
    if (request.method === "TRACE") {
      // A page refuses every method that is not its own, this one among them.
      request.method = "UNKNOWN";
      request.url = "/";
    }
    // Without a listener Node leaves the wish out, and the request is answered like any other.
    if (!keepsUpgrades) server.removeAllListeners("upgrade");
  });
}

/**
 * The target of a request as a path of this site that can be decoded. Of an absolute one (every server has to take
 * them) the path counts; a path with an escape that is none is taken by the letter.
 */
export function tidyTarget(target: string): string {
  const own = target.replace(ABSOLUTE, "").replace(/^(?!\/)/, "/");
  if (!own.includes("%")) return own;
  const [path = "", ...query] = own.split("?");
  return isDecodable(path) ? own : [path.replaceAll("%", "%25"), ...query].join("?");
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    // The one thing that it throws for.
    return false;
  }
}
