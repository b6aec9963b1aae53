import { Hono } from "hono";
import { cancelRun } from "../engine/cancel-run";
import type { EngineContext } from "../engine/context";
import { transact } from "../engine/transact";
import { findEvent, listEvents, type StoredEvent } from "../store/events";
import { findRun, listRunsOfEvent, type Run } from "../store/runs";
import { requireSigningKey } from "./require-signing-key";
import { respondError } from "./respond";

/** The parts of Inngest's REST API v1 an admin page needs: events, the runs they started, one run, cancelling. */
export function createRestApi(context: EngineContext): Hono {
  const app = new Hono();
  app.use("/v1/*", requireSigningKey(context.options.signingKey));

  app.get("/v1/events", async (c) => {
    const limit = Math.min(Math.max(Number(c.req.query("limit") ?? 20) || 20, 1), 100);
    const events = await listEvents(context.pool, c.req.query("name") ?? null, limit);
    return c.json({ data: events.map(describeEvent) });
  });
  app.get("/v1/events/:id", async (c) => {
    const event = await findEvent(context.pool, c.req.param("id"));
    return event ? c.json({ data: describeEvent(event) }) : respondError(c, 404, "event not found");
  });
  app.get("/v1/events/:id/runs", async (c) => {
    const event = await findEvent(context.pool, c.req.param("id"));
    if (!event) return respondError(c, 404, "event not found");
    const runs = await listRunsOfEvent(context.pool, event.internalId);
    return c.json({ data: runs.map((run) => describeRun(run, event.internalId)) });
  });
  app.get("/v1/runs/:id", async (c) => {
    const run = await findRun(context.pool, c.req.param("id"));
    return run ? c.json({ data: describeRun(run, null) }) : respondError(c, 404, "run not found");
  });
  app.delete("/v1/runs/:id", async (c) => {
    const id = c.req.param("id");
    const isCancelled = await transact(context, "durable", (context, db) =>
      cancelRun(context, db, id, "cancelled by hand"),
    );
    return isCancelled ? c.body(null, 204) : respondError(c, 404, "there is no run of this id still going");
  });
  return app;
}

function describeEvent(event: StoredEvent) {
  return { internal_id: event.internalId, received_at: event.receivedAt.toISOString(), ...event.payload };
}

/** A run as the hosted API shows it. A queued one is called Running there. */
function describeRun(run: Run, eventId: string | null) {
  return {
    run_id: run.id,
    function_id: run.functionId,
    event_id: eventId ?? run.events[0]?.id ?? null,
    status: run.status === "Queued" ? "Running" : run.status,
    run_started_at: (run.startedAt ?? run.queuedAt).toISOString(),
    ended_at: run.endedAt?.toISOString() ?? null,
    output: run.error ?? run.output ?? null,
  };
}
