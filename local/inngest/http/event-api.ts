import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { EngineContext } from "../engine/context";
import { InvalidEventError, ingestEvents } from "../engine/ingest-events";
import { isSameSecret } from "../protocol/keys";
import { readJson, respondError } from "./respond";

/** The largest request of events, in bytes. */
const MAX_BYTES = 4 * 1024 * 1024;

/** `POST /e/:key`: takes one event or a list. Answers only when they are kept. */
export function createEventApi(context: EngineContext): Hono {
  const app = new Hono();
  const limit = bodyLimit({
    maxSize: MAX_BYTES,
    onError: (c) => respondError(c, 413, `a request may carry at most ${MAX_BYTES} bytes of events`),
  });
  app.post("/e/:key", limit, async (c) => {
    if (!isSameSecret(c.req.param("key"), context.options.eventKey)) {
      return respondError(c, 401, "Event key not found");
    }
    const body = await readJson(c);
    if (body === undefined) return respondError(c, 400, "the body is not JSON");
    try {
      const ids = await ingestEvents(context, body, c.req.header("x-inngest-event-id-seed"));
      return c.json({ ids, status: 200 });
    } catch (error) {
      if (error instanceof InvalidEventError) return respondError(c, 400, error.message);
      throw error;
    }
  });
  return app;
}
