import { z } from "zod";
import {
  createDocument,
  type ZodOpenApiContentObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from "zod-openapi";
import { cookieName } from "@/lib/platform/cookies";
import { RECENT_SIGN_IN_MINUTES } from "@/lib/platform/errors";
import { contentTypeOf } from "./direct-answer";
import { asksForRecentSignIn, listRoutes, type RouteRecord } from "./registry";

const meta = z.object({ requestId: z.string() }).meta({ id: "Meta" });
const errorEnvelope = z
  .object({
    error: z.looseObject({
      code: z.string(),
      message: z.string(),
      issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    }),
    meta,
  })
  .meta({ id: "Error" });

/**
 * The OpenAPI 3.1 document of every registered route.
 *
 * @param serverUrl address of this installation
 */
export function createOpenApiDocument(serverUrl: string): object {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const record of listRoutes()) {
    const operations = paths[record.path] ?? {};
    operations[record.method.toLowerCase()] = describeOperation(record);
    paths[record.path] = operations;
  }
  return createDocument({
    openapi: "3.1.1",
    info: {
      title: "Meterhouse",
      version: "1.0.0",
      description: "The billing back office a SaaS runs from its first day.",
    },
    servers: [{ url: serverUrl }],
    components: {
      securitySchemes: {
        session: {
          type: "apiKey",
          in: "cookie",
          name: cookieName("mh_session", serverUrl),
          description: "A signed-in person",
        },
        apiKey: { type: "http", scheme: "bearer", description: "An account's API key, mh_live_..." },
        signature: { type: "apiKey", in: "header", name: "Stripe-Signature" },
        svixSignature: { type: "apiKey", in: "header", name: "svix-signature" },
      },
    },
    paths: paths as ZodOpenApiPathsObject,
  });
}

function describeOperation(record: RouteRecord): ZodOpenApiOperationObject {
  const { access } = record;
  const notes = [
    access.kind === "admin" ? "For platform admins; everybody else is answered NOT_FOUND." : "",
    access.kind === "account" ? `Needs the permission \`${access.permission}\`.` : "",
    access.kind === "account" && access.scope ? `API keys need the scope \`${access.scope}\`.` : "",
    asksForRecentSignIn(access)
      ? `Only within ${RECENT_SIGN_IN_MINUTES} minutes of confirming who one is; otherwise \`REVERIFICATION_REQUIRED\`.`
      : "",
    record.idempotent ? "Honours `Idempotency-Key`." : "",
  ];
  const parameters = {
    ...(record.params && { path: record.params }),
    ...(record.query && { query: record.query }),
  };
  return {
    operationId: operationId(record),
    summary: record.summary,
    description: notes.filter(Boolean).join(" "),
    tags: [record.tag],
    security: securityOf(record),
    ...(Object.keys(parameters).length > 0 && { requestParams: parameters }),
    ...((record.body || record.bodyTypes) && {
      requestBody: { required: true, content: describeBody(record) },
    }),
    responses: {
      [record.status]: {
        description: "Success",
        content: describeContent(record.output),
      },
      ...errorResponses(record),
    },
  };
}

function describeBody({ body, bodyTypes = ["application/json"] }: RouteRecord): ZodOpenApiContentObject {
  const schema = body ?? ({ type: "string", format: "binary" } as const);
  return Object.fromEntries(bodyTypes.map((type) => [type, { schema }]));
}

function describeContent(output: z.ZodType): ZodOpenApiContentObject {
  const contentType = contentTypeOf(output);
  if (contentType === "application/json")
    return { [contentType]: { schema: z.object({ data: output, meta }) } };
  return { [contentType]: { schema: { type: "string", format: "binary" } } };
}

function operationId({ method, path }: RouteRecord): string {
  const words = path
    .replace(/^\/api\//, "")
    .replace(/[{}]/g, "")
    .split(/[/-]/);
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

function securityOf({ access }: RouteRecord): { [scheme: string]: string[] }[] {
  switch (access.kind) {
    case "public":
      return [];
    case "signature":
      return [access.by === "svix" ? { svixSignature: [] } : { signature: [] }];
    case "person":
    case "admin":
      return [{ session: [] }];
    case "account":
      return access.scope ? [{ session: [] }, { apiKey: [] }] : [{ session: [] }];
  }
}

function errorResponses(record: RouteRecord) {
  const known = [
    ...(record.body || record.query || record.params ? [{ status: 400, code: "INVALID_REQUEST" }] : []),
    ...(record.access.kind === "public" || record.access.kind === "admin"
      ? []
      : [{ status: 401, code: "UNAUTHENTICATED" }]),
    ...(record.access.kind === "admin" ? [{ status: 404, code: "NOT_FOUND" }] : []),
    ...(record.access.kind === "account" ? [{ status: 403, code: "FORBIDDEN" }] : []),
    ...(asksForRecentSignIn(record.access) ? [{ status: 403, code: "REVERIFICATION_REQUIRED" }] : []),
    ...record.errors,
    ...(record.method === "GET" ? [] : [{ status: 413, code: "TOO_LARGE" }]),
    // what is signed is judged as it came
    ...(record.method === "GET" || record.access.kind === "signature"
      ? []
      : [{ status: 415, code: "UNSUPPORTED_MEDIA_TYPE" }]),
    { status: 429, code: "RATE_LIMITED" },
    { status: 500, code: "INTERNAL" },
  ];
  const byStatus = Map.groupBy(known, ({ status }) => status);
  return Object.fromEntries(
    [...byStatus].map(([status, entries]) => [
      String(status),
      {
        description: [...new Set(entries.map(({ code }) => code))].join(", "),
        content: { "application/json": { schema: errorEnvelope } },
      },
    ]),
  );
}
