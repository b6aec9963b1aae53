import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import type { Api, ApiRequest } from "./api";
import type { ApiV2 } from "./json-api";

export type AppEnv = { Bindings: HttpBindings };

interface Parts {
  api: Api;
  apiV2: ApiV2;
  control: Hono<AppEnv>;
  pages: Hono<AppEnv>;
  onLine: ((line: string) => void) | undefined;
  /** Called when an answer is known and not yet sent. */
  beforeTelling: () => void;
}

/** Puts the API, the control API and the hosted pages behind one server. */
export function createApp(parts: Parts): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { onLine } = parts;
  if (onLine)
    app.use("*", async (context, next) => {
      const began = performance.now();
      await next();
      const took = Math.round(performance.now() - began);
      onLine(`${context.req.method} ${context.req.path} ${context.res.status} ${took} ms`);
    });
  app.use("*", async (_context, next) => {
    await next();
    parts.beforeTelling();
  });
  app.all("/v1/*", async (context) => {
    const answer = await parts.api.answer(await readRequest(context));
    if (answer.cut) {
      context.env.incoming.socket.destroy();
      return new Response(null, { status: 503 });
    }
    return new Response(answer.body, { status: answer.status, headers: answer.headers });
  });
  app.all("/v2/*", async (context) => {
    const answer = parts.apiV2.answer(await readRequest(context));
    return new Response(answer.body, { status: answer.status, headers: answer.headers });
  });
  app.route("/_local", parts.control);
  app.route("/", parts.pages);
  app.notFound(async (context) => {
    const answer = parts.api.answerUnknown(await readRequest(context));
    return new Response(answer.body, { status: answer.status, headers: answer.headers });
  });
  app.onError((error, context) => {
    console.error(`local stripe: ${context.req.method} ${context.req.path} failed: ${error.stack}`);
    return context.json({ error: { message: error.message, type: "api_error" } }, 500);
  });
  return app;
}

async function readRequest(context: Context<AppEnv>): Promise<ApiRequest> {
  const url = new URL(context.req.url);
  return {
    method: context.req.method,
    pathname: url.pathname,
    query: url.search.slice(1),
    body: context.req.method === "POST" ? await context.req.text() : "",
    header: (name) => context.req.header(name),
  };
}
