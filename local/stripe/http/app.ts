import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import type { Api } from "./api";

export type AppEnv = { Bindings: HttpBindings };

/** Puts the API, the control API and the hosted pages behind one server. */
export function createApp(parts: { api: Api; control: Hono<AppEnv>; pages: Hono<AppEnv> }): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.all("/v1/*", async (context) => {
    const url = new URL(context.req.url);
    const answer = await parts.api.answer({
      method: context.req.method,
      pathname: url.pathname,
      query: url.search.slice(1),
      body: context.req.method === "POST" ? await context.req.text() : "",
      header: (name) => context.req.header(name),
    });
    if (answer.cut) {
      context.env.incoming.socket.destroy();
      return new Response(null, { status: 503 });
    }
    return new Response(answer.body, { status: answer.status, headers: answer.headers });
  });
  app.route("/_local", parts.control);
  app.route("/", parts.pages);
  app.notFound((context) =>
    context.json(
      {
        error: {
          message: `Unrecognized request URL (${context.req.method}: ${new URL(context.req.url).pathname}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
          type: "invalid_request_error",
        },
      },
      404,
    ),
  );
  app.onError((error, context) => {
    console.error(`local stripe: ${context.req.method} ${context.req.path} failed: ${error.stack}`);
    return context.json({ error: { message: error.message, type: "api_error" } }, 500);
  });
  return app;
}
