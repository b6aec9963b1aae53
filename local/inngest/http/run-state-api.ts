import { Hono } from "hono";
import type { EngineContext } from "../engine/context";
import { findRun, listStepResults } from "../store/runs";
import { requireSigningKey } from "./require-signing-key";
import { respondError } from "./respond";

/** `/v0/runs/:id/{batch,actions}`: a run's events and memo, which the SDK fetches when told to. */
export function createRunStateApi(context: EngineContext): Hono {
  const app = new Hono();
  app.use("/v0/*", requireSigningKey(context.options.signingKey));
  app.get("/v0/runs/:id/batch", async (c) => {
    const run = await findRun(context.pool, c.req.param("id"));
    return run ? c.json(run.events) : respondError(c, 404, "run not found");
  });
  app.get("/v0/runs/:id/actions", async (c) => {
    const run = await findRun(context.pool, c.req.param("id"));
    if (!run) return respondError(c, 404, "run not found");
    const steps = await listStepResults(context.pool, run.id);
    return c.json(Object.fromEntries(steps.map((step) => [step.opId, step.result])));
  });
  return app;
}
