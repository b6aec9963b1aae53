import { type Context, Hono } from "hono";
import { rerun } from "../control/rerun";
import { runCronNow, UnknownTargetError } from "../control/run-now";
import { skipWaits } from "../control/time-travel";
import { cancelRun } from "../engine/cancel-run";
import type { EngineContext } from "../engine/context";
import { InvalidEventError, ingestEvents } from "../engine/ingest-events";
import { registerApp } from "../engine/register-app";
import { transact } from "../engine/transact";
import { localOnly } from "../http/local-only";
import { findEvent } from "../store/events";
import { findRun } from "../store/runs";
import { renderEventPage } from "./event-page";
import { renderEventsPage } from "./events-page";
import { renderFunctionsPage } from "./functions-page";
import { renderRunPage } from "./run-page";
import { renderRunsPage } from "./runs-page";

/** What an action says on the page it leads to, by a short code: text in an address could be anybody's. */
const NOTICES: Record<string, string> = {
  rerun: "A new run was started with the same events.",
  cancelled: "The run was cancelled.",
  ended: "The run had ended already.",
  skipped: "Its waits were ended.",
  started: "The function was started.",
  sent: "The event was sent.",
  synced: "The app was asked for its functions.",
};

/** The web pages. They need no password and so answer only on this machine. */
export function createPages(context: EngineContext): Hono {
  const app = new Hono();
  app.use("*", localOnly);
  const noticeOf = (c: Context) => NOTICES[c.req.query("done") ?? ""] ?? null;

  app.get("/", async (c) => {
    const filter = {
      functionId: c.req.query("function") || null,
      status: c.req.query("status") || null,
      before: c.req.query("before") || null,
    };
    return c.html(await renderRunsPage(context, filter, noticeOf(c)));
  });
  app.get("/runs/:id", async (c) => {
    const run = await findRun(context.pool, c.req.param("id"));
    return run ? c.html(await renderRunPage(context, run, noticeOf(c))) : c.notFound();
  });
  app.get("/functions", async (c) => c.html(await renderFunctionsPage(context, noticeOf(c))));
  app.get("/events", async (c) => c.html(await renderEventsPage(context, null, noticeOf(c))));
  app.get("/events/:id", async (c) => {
    const event = await findEvent(context.pool, c.req.param("id"));
    return event ? c.html(await renderEventPage(context, event)) : c.notFound();
  });

  app.post("/runs/:id/rerun", async (c) => {
    const runId = await rerun(context, c.req.param("id"));
    return c.redirect(`/runs/${runId}?done=rerun`, 303);
  });
  app.post("/runs/:id/cancel", async (c) => {
    const id = c.req.param("id");
    const isCancelled = await transact(context, "durable", (context, db) =>
      cancelRun(context, db, id, "cancelled by hand"),
    );
    return c.redirect(`/runs/${encodeURIComponent(id)}?done=${isCancelled ? "cancelled" : "ended"}`, 303);
  });
  app.post("/runs/:id/skip", async (c) => {
    const id = c.req.param("id");
    await skipWaits(context, id);
    return c.redirect(`/runs/${encodeURIComponent(id)}?done=skipped`, 303);
  });
  app.post("/functions/run-now", async (c) => {
    const { functionId } = await c.req.parseBody();
    const runId = await runCronNow(context, String(functionId ?? ""));
    return c.redirect(`/runs/${runId}?done=started`, 303);
  });
  app.post("/functions/sync", async (c) => {
    await registerApp(context);
    return c.redirect("/functions?done=synced", 303);
  });
  app.post("/events", async (c) => {
    const form = await c.req.parseBody();
    const draft = { name: String(form["name"] ?? ""), data: String(form["data"] ?? "") };
    const fault = await sendDraft(context, draft);
    if (fault) return c.html(await renderEventsPage(context, { ...draft, fault }, null), 400);
    return c.redirect("/events?done=sent", 303);
  });

  app.onError((error, c) => {
    if (error instanceof UnknownTargetError) return c.text(error.message, 404);
    throw error;
  });
  return app;
}

async function sendDraft(
  context: EngineContext,
  draft: { name: string; data: string },
): Promise<string | null> {
  let data: unknown;
  try {
    data = JSON.parse(draft.data || "{}");
  } catch {
    return "The data is not JSON.";
  }
  try {
    await ingestEvents(context, { name: draft.name, data }, undefined);
    return null;
  } catch (error) {
    if (error instanceof InvalidEventError) return error.message;
    throw error;
  }
}
