import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { createOpenApiDocument, createRoute, describeRoutes, listRoutes } from "@/lib/platform/http";
import { installEnvironment } from "@/tests/support/environment";
import { pretendAuthenticator } from "@/tests/support/routes";

const route = createRoute(pretendAuthenticator({ personId: "ada" }));

interface Operation {
  readonly operationId: string;
  readonly description: string;
  readonly security: Record<string, string[]>[];
  readonly parameters?: { name: string; in: string; required?: boolean }[];
  readonly requestBody?: { required: boolean; content: Record<string, { schema: object }> };
  readonly responses: Record<string, { description: string; content: Record<string, { schema: object }> }>;
}
interface Document {
  readonly openapi: string;
  readonly servers: { url: string }[];
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { schemas: Record<string, object>; securitySchemes: Record<string, object> };
}

let document: Document;
beforeAll(() => {
  installEnvironment();
  const common = {
    summary: "Something",
    tag: "Test",
    output: z.object({ id: z.uuid(), at: z.iso.datetime() }),
  };
  route({ ...common, method: "GET", path: "/api/zebras", access: { kind: "public" } }, () => ({
    id: "",
    at: "",
  }));
  route(
    {
      ...common,
      method: "POST",
      path: "/api/ants/{id}/rename",
      access: { kind: "account", permission: "account.update", scope: "usage:write" },
      params: z.strictObject({ id: z.uuid() }),
      query: z.strictObject({ dry: z.enum(["yes", "no"]).optional() }),
      body: z.strictObject({
        name: z.string(),
        kind: z.string().default("worker"),
        slug: z.string().transform((text) => text.length),
      }),
      status: 201,
      errors: [
        { status: 409, code: "CONFLICT" },
        { status: 403, code: "LIMIT_REACHED" },
      ],
    },
    () => ({ id: "", at: "" }),
  );
  route(
    {
      ...common,
      method: "DELETE",
      path: "/api/ants/{id}/rename",
      access: { kind: "person", recentSignIn: true },
    },
    () => ({
      id: "",
      at: "",
    }),
  );
  route({ ...common, method: "POST", path: "/api/webhooks/moth", access: { kind: "signature" } }, () => ({
    id: "",
    at: "",
  }));
  document = createOpenApiDocument("https://billing.example.com") as Document;
});

describe("the registry", () => {
  test("lists every route once, by path and method", () => {
    expect(listRoutes().map(({ method, path }) => `${method} ${path}`)).toEqual([
      "DELETE /api/ants/{id}/rename",
      "POST /api/ants/{id}/rename",
      "POST /api/webhooks/moth",
      "GET /api/zebras",
    ]);
  });

  test("knows which routes keep answers: a known caller's POST, and nothing else", () => {
    expect(
      listRoutes()
        .filter(({ idempotent }) => idempotent)
        .map(({ path, method }) => `${method} ${path}`),
    ).toEqual(["POST /api/ants/{id}/rename"]);
  });
});

describe("the OpenAPI document", () => {
  const rename = () => document.paths["/api/ants/{id}/rename"]?.["post"] as Operation;

  test("is of version 3.1 and names this installation", () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.servers).toEqual([{ url: "https://billing.example.com" }]);
  });

  test("has no reference that leads nowhere", () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, reference]) => reference ?? "",
    );
    expect(references.length).toBeGreaterThan(0);
    for (const reference of references) {
      const found = reference
        .replace(/^#\//, "")
        .split("/")
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
      expect(found, reference).toBeDefined();
    }
  });

  test("gives each operation an id of its own that a generator can use as a name", () => {
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(ids).toHaveLength(4);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z][A-Za-z0-9]+$/);
  });

  test("declares each parameter of the path as required, and the query's as they are", () => {
    expect(rename().parameters).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: "id", in: "path", required: true }),
        expect.objectContaining({ name: "dry", in: "query" }),
      ]),
    );
  });

  test("describes the body as it is sent: defaults are optional", () => {
    const schema = rename().requestBody?.content["application/json"]?.schema;
    expect(schema).toMatchObject({
      required: ["name", "slug"],
      additionalProperties: false,
      properties: { slug: { type: "string" } },
    });
  });

  test("describes success inside its envelope, and every error the route can give", () => {
    const { responses } = rename();
    expect(Object.keys(responses).sort()).toEqual([
      "201",
      "400",
      "401",
      "403",
      "409",
      "413",
      "415",
      "429",
      "500",
    ]);
    expect(responses["201"]?.content["application/json"]?.schema).toMatchObject({
      properties: { data: { type: "object" }, meta: {} },
      required: ["data", "meta"],
    });
    expect(responses["403"]?.description).toBe("FORBIDDEN, LIMIT_REACHED");
  });

  test("says who may call: nobody in particular, a session, a session or a key, a signature", () => {
    expect(document.paths["/api/zebras"]?.["get"]?.security).toEqual([]);
    expect(document.paths["/api/ants/{id}/rename"]?.["delete"]?.security).toEqual([{ session: [] }]);
    expect(rename().security).toEqual([{ session: [] }, { apiKey: [] }]);
    expect(document.paths["/api/webhooks/moth"]?.["post"]?.security).toEqual([{ signature: [] }]);
    const known = Object.keys(document.components.securitySchemes);
    expect(known).toEqual(expect.arrayContaining(["session", "apiKey", "signature"]));
  });

  test("says where a recent sign-in is asked for, and what is answered without one", () => {
    const forget = document.paths["/api/ants/{id}/rename"]?.["delete"];
    expect(forget?.description).toContain("Only within 10 minutes of confirming who one is");
    expect(forget?.responses["403"]?.description).toBe("REVERIFICATION_REQUIRED");
    expect(rename().description).not.toContain("confirming");
    const described = describeRoutes().find(({ id }) => id === "delete-api-ants-id-rename");
    expect(described?.access).toBe("A signed-in person, shortly after confirming who they are");
    expect(described?.errors).toEqual([{ status: 403, code: "REVERIFICATION_REQUIRED" }]);
  });

  test("mentions the permission, the scope and Idempotency-Key where they matter", () => {
    expect(rename().description).toContain("`account.update`");
    expect(rename().description).toContain("`usage:write`");
    expect(rename().description).toContain("Idempotency-Key");
    expect(document.paths["/api/webhooks/moth"]?.["post"]?.description).not.toContain("Idempotency-Key");
  });
});
