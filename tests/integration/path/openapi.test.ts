import { beforeAll, describe, expect, it } from "vitest";
import { type Answer, call, dataOf, get, post } from "./support/api";
import { checkSchema, type JsonSchema, type OpenApiDocument } from "./support/json-schema";
import { createKey, signUp, type Visitor } from "./support/people";
import { buy } from "./support/purchases";

let document: OpenApiDocument;
let visitor: Visitor;
let key: string;

beforeAll(async () => {
  document = JSON.parse((await get("/api/openapi.json")).text) as OpenApiDocument;
  visitor = await signUp();
  await buy(visitor, "student_quarterly", "student");
  ({ key } = await createKey(visitor));
});

const METHODS = ["get", "post", "patch", "put", "delete"] as const;

interface Operation {
  readonly path: string;
  readonly method: (typeof METHODS)[number];
}

const listOperations = (): readonly Operation[] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method] !== undefined).map((method) => ({ path, method })),
  );

/** The schema that the document gives for an answer; fails when the status is not documented at all. */
function schemaFor({ path, method }: Operation, status: number): JsonSchema {
  const responses = document.paths[path]?.[method]?.responses ?? {};
  const schema = responses[String(status)]?.content?.["application/json"]?.schema;
  if (!schema) throw new Error(`${method.toUpperCase()} ${path} answers ${status}, which is not documented.`);
  return schema;
}

function expectDocumented(operation: Operation, answer: Answer): void {
  const name = `${operation.method.toUpperCase()} ${operation.path} ${answer.status}`;
  expect(checkSchema(document, schemaFor(operation, answer.status), answer.body), name).toEqual([]);
}

describe("the OpenAPI document", () => {
  it("is one of version 3.1, with an id of its own for every operation", () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.info.title).toBe("Meterhouse");
    const ids = listOperations().map(({ path, method }) => document.paths[path]?.[method]?.operationId);
    expect(ids.length).toBeGreaterThan(15);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("points at nothing that it does not contain", () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to ?? "");
    for (const reference of references) {
      const found = reference
        .replace(/^#\//, "")
        .split("/")
        .reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], document);
      expect(found, reference).toBeDefined();
    }
  });

  it("names only paths that exist, and every parameter of a path", async () => {
    for (const operation of listOperations()) {
      const { path, method } = operation;
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = (document.paths[path]?.[method]?.parameters ?? []).filter(
        (each) => each.in === "path",
      );
      expect(
        declared.map(({ name }) => name),
        path,
      ).toEqual(names);
      // Nobody is signed in: the path answers, and changes nothing.
      const answer = await call({
        method: method.toUpperCase(),
        path: path.replaceAll(/\{\w+\}/g, "1"),
        ...(method !== "get" && { raw: "[]" }),
      });
      expect(answer.status, `${method} ${path}`).not.toBe(405);
      // A route that hides from strangers says so in our own words; a path that nobody serves has none.
      if (answer.status === 404) expect(answer.body, path).toMatchObject({ error: { code: "NOT_FOUND" } });
      expectDocumented(operation, answer);
    }
  });

  it("describes what signed-in people get", async () => {
    const { cookie } = visitor;
    const invoices = await get("/api/billing/invoices", { cookie });
    expectDocumented({ path: "/api/billing/invoices", method: "get" }, invoices);
    const [invoice] = dataOf<{ invoices: { id: string }[] }>(invoices).invoices;
    expectDocumented(
      { path: "/api/billing/invoices/{id}", method: "get" },
      await get(`/api/billing/invoices/${invoice?.id}`, { cookie }),
    );
    expectDocumented(
      { path: "/api/billing/invoices/{id}", method: "get" },
      await get("/api/billing/invoices/in_absent", { cookie }),
    );
    for (const path of [
      "/api/account/api-keys",
      "/api/billing/overview",
      "/api/billing/subscription",
      "/api/usage",
      "/api/usage/limits",
    ]) {
      expectDocumented({ path, method: "get" }, await get(path, { cookie }));
    }
    expectDocumented(
      { path: "/api/billing/portal", method: "post" },
      await post("/api/billing/portal", {}, { cookie }),
    );
    expectDocumented(
      { path: "/api/billing/checkout", method: "post" },
      await post("/api/billing/checkout", { price: "lifetime" }, { cookie }),
    );
    expectDocumented(
      { path: "/api/billing/checkout", method: "post" },
      await post("/api/billing/checkout", { price: "pro_monthly" }, { cookie }),
    );
    expectDocumented(
      { path: "/api/account/api-keys", method: "post" },
      await post("/api/account/api-keys", { name: "documented" }, { cookie }),
    );
  });

  it("describes what a server with a key gets, refusals included", async () => {
    const track = { path: "/api/usage/track", method: "post" } as const;
    const check = { path: "/api/usage/check", method: "post" } as const;
    expectDocumented(track, await post(track.path, { feature: "ats_scans" }, { key }));
    expectDocumented(
      track,
      await post(track.path, { events: [{ feature: "ats_scans" }, { feature: "job_matches" }] }, { key }),
    );
    expectDocumented(track, await post(track.path, { feature: "ats_scans", quantity: 50 }, { key }));
    expectDocumented(track, await post(track.path, { feature: "ats_scans", amount: 1 }, { key }));
    expectDocumented(check, await post(check.path, { feature: "ai_model" }, { key }));
    expectDocumented(check, await post(check.path, { feature: "analytics" }, { key }));
    expectDocumented(
      { path: "/api/usage/history", method: "get" },
      await get("/api/usage/history?feature=ats_scans&range=90d", { key }),
    );
    expectDocumented({ path: "/api/catalog", method: "get" }, await get("/api/catalog"));
    expectDocumented({ path: "/api/health", method: "get" }, await get("/api/health"));
  });
});
