import { Hono } from "hono";
import { createControlApi } from "../control/control-api";
import type { Engine } from "../engine/engine";
import { createPages } from "../pages/pages";
import { createEventApi } from "./event-api";
import { createRegisterApi } from "./register-api";
import { respondError } from "./respond";
import { createRestApi } from "./rest-api";
import { createRunStateApi } from "./run-state-api";

/** Everything the executor answers: Inngest's own paths, the controls and the pages. */
export function createHttpApp(engine: Engine): Hono {
  const { context } = engine;
  const app = new Hono();
  app.get("/health", (c) => c.json({ status: 200, message: "OK" }));
  app.route("/", createEventApi(context));
  app.route("/", createRegisterApi(context));
  app.route("/", createRunStateApi(context));
  app.route("/", createRestApi(context));
  app.route("/_local", createControlApi(engine));
  app.route("/", createPages(context));
  app.notFound((c) => respondError(c, 404, `there is nothing at ${c.req.path}`));
  app.onError((error, c) => {
    context.log.failure(`${c.req.method} ${c.req.routePath}`, error);
    return respondError(c, 500, "the local executor failed; its log says why");
  });
  return app;
}
