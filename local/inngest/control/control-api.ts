import { Hono } from "hono";
import { z } from "zod";
import { now } from "../engine/context";
import type { Engine } from "../engine/engine";
import { registerApp } from "../engine/register-app";
import { changeSettings } from "../engine/shared-settings";
import { localOnly } from "../http/local-only";
import { readJson, respondError } from "../http/respond";
import { resetState } from "../store/retention";
import { listCalls, listRuns, listSteps } from "../store/run-views";
import { findRun } from "../store/runs";
import { getStats } from "../store/stats";
import { runCronNow, UnknownTargetError } from "./run-now";
import { advanceClock, skipWaits } from "./time-travel";
import { waitUntilIdle } from "./wait-until-idle";

/** JSON controls for tests and scripts under `/_local`. */
export function createControlApi(engine: Engine): Hono {
  const { context } = engine;
  const app = new Hono();
  app.use("*", localOnly);

  app.get("/stats", async (c) => {
    const stats = await getStats(context.pool, context.settings.clockOffsetMs);
    return c.json({ ...stats, inFlight: engine.worker.listInFlight().length, ...describeState(engine) });
  });
  app.get("/functions", (c) => c.json({ functions: context.registry.list() }));

  app.get("/runs", async (c) => {
    const filter = {
      functionId: c.req.query("functionId") ?? null,
      status: c.req.query("status") ?? null,
      before: c.req.query("before") ?? null,
    };
    return c.json({ runs: await listRuns(context.pool, filter, 1000) });
  });
  app.get("/runs/:id", async (c) => {
    const run = await findRun(context.pool, c.req.param("id"));
    if (!run) return respondError(c, 404, "run not found");
    const [steps, calls] = await Promise.all([
      listSteps(context.pool, run.id),
      listCalls(context.pool, run.id),
    ]);
    return c.json({ ...run, steps, calls });
  });

  app.post("/wait-until-idle", async (c) => {
    const input = z.object({ timeoutMs: z.number().int().min(0).max(600_000).default(30_000) });
    const parsed = input.safeParse((await readJson(c)) ?? {});
    if (!parsed.success) return respondError(c, 400, "send { timeoutMs }");
    const result = await waitUntilIdle(engine, parsed.data.timeoutMs);
    return c.json(result, result.isIdle ? 200 : 408);
  });
  app.post("/advance", async (c) => {
    const parsed = z.object({ ms: z.number().int().positive() }).safeParse(await readJson(c));
    if (!parsed.success) return respondError(c, 400, "send { ms }, how far to move the clock forward");
    await advanceClock(context, parsed.data.ms);
    return c.json({ now: now(context).toISOString() });
  });
  app.post("/skip", async (c) => {
    const input = z.object({ runId: z.string().optional() });
    const parsed = input.safeParse((await readJson(c)) ?? {});
    if (!parsed.success) return respondError(c, 400, "send { runId } or {}");
    return c.json({ skipped: await skipWaits(context, parsed.data.runId ?? null) });
  });
  app.post("/reset", async (c) => {
    await resetState(context.pool, new Date());
    await changeSettings(context, { isPaused: false, clockOffsetMs: 0 });
    context.wake.timers();
    return c.json({ ok: true });
  });
  for (const [path, isPaused] of [
    ["/pause", true],
    ["/resume", false],
  ] as const) {
    app.post(path, async (c) => {
      await changeSettings(context, { isPaused });
      context.wake.dispatch();
      context.wake.timers();
      context.wake.calls();
      return c.json({ isPaused });
    });
  }
  app.post("/sync", async (c) => {
    await registerApp(context);
    const isUp = context.app.isUp && !context.app.fault;
    return c.json(describeState(engine), isUp ? 200 : 503);
  });
  app.post("/run-now", async (c) => {
    const parsed = z.object({ functionId: z.string() }).safeParse(await readJson(c));
    if (!parsed.success) return respondError(c, 400, "send { functionId } of a function with a cron");
    try {
      return c.json({ runId: await runCronNow(context, parsed.data.functionId) });
    } catch (error) {
      if (error instanceof UnknownTargetError) return respondError(c, 404, error.message);
      throw error;
    }
  });
  return app;
}

function describeState({ context }: Engine) {
  return {
    now: now(context).toISOString(),
    clockOffsetMs: context.settings.clockOffsetMs,
    isPaused: context.settings.isPaused,
    app: { url: context.options.appUrl, isUp: context.app.isUp, fault: context.app.fault },
    functions: context.registry.list().length,
  };
}
