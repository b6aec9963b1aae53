import type { Context } from "hono";

/** What the identity answers when it does not do what was asked. */
export function refusal(
  c: Context,
  status: 401 | 404 | 422 | 429 | 500,
  code: string,
  message: string,
): Response {
  return c.json({ error: { code, message } }, status);
}
