import { AsyncLocalStorage } from "node:async_hooks";
import { RequestCookies } from "next/dist/server/web/spec-extension/cookies";

const scope = new AsyncLocalStorage<Request>();

/** Calls a handler as Next does: `headers()` and `cookies()` inside of it are those of this request. */
export const inScopeOf = <T>(request: Request, run: () => Promise<T>): Promise<T> => scope.run(request, run);

/** Stands in for `next/headers`, whose own store exists only inside of a Next server. */
export const nextHeaders = {
  headers: async () => current().headers,
  cookies: async () => new RequestCookies(new Headers(current().headers)),
};

function current(): Request {
  const request = scope.getStore();
  if (!request) throw new Error("No request is in scope: call the handler through inScopeOf.");
  return request;
}
