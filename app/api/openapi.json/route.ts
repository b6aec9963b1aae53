import { env } from "@/lib/platform/env";
import { createOpenApiDocument } from "@/lib/platform/http";
import "./route-modules";

/** The OpenAPI 3.1 document, made from the routes themselves. */
export function GET(): Response {
  return Response.json(createOpenApiDocument(env().app.url), {
    headers: { "cache-control": "public, max-age=60" },
  });
}
