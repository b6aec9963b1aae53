import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** An error in the shape the SDK reads from every path. */
export function respondError(c: Context, status: ContentfulStatusCode, error: string): Response {
  return c.json({ error, status }, status);
}

/** The JSON body of a request, or undefined when it is not JSON. */
export async function readJson(c: Context): Promise<unknown> {
  try {
    return await c.req.json();
  } catch {
    return undefined;
  }
}
