/** Liveness: the process answers. It asks nothing of anybody and skips the route wrapper on purpose. */
export function GET(): Response {
  return Response.json({ data: { status: "ok" } }, { headers: { "cache-control": "no-store" } });
}
