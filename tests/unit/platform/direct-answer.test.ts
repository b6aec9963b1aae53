import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { createOpenApiDocument, createRoute, DirectAnswer, directOutput } from "@/lib/platform/http";
import { installEnvironment } from "@/tests/support/environment";
import { pretendAuthenticator } from "@/tests/support/routes";

const route = createRoute(pretendAuthenticator({ personId: "ada" }));
const common = { method: "GET", summary: "Something", tag: "Test", access: { kind: "person" } } as const;
beforeAll(() => installEnvironment());

const call = (handler: ReturnType<typeof route>) =>
  handler(new Request("http://localhost:3000/api/file"), { params: Promise.resolve({}) });

test("a route that answers directly sends its bytes and headers, and the wrapper's request id and rate", async () => {
  const answer = await call(
    route({ ...common, path: "/api/file", output: directOutput("text/csv") }, () => {
      return new DirectAnswer(new TextEncoder().encode("a,b\r\n"), {
        "content-type": "text/csv",
        "cache-control": "private, max-age=60",
      });
    }),
  );
  expect(await answer.text()).toBe("a,b\r\n");
  expect(answer.headers.get("content-type")).toBe("text/csv");
  expect(answer.headers.get("cache-control")).toBe("private, max-age=60");
  expect(answer.headers.get("x-request-id")).toBeTruthy();
  expect(answer.headers.get("ratelimit-limit")).toBeTruthy();
});

test("its refusals are the JSON of every other route", async () => {
  const answer = await call(
    route({ ...common, path: "/api/file", output: directOutput("text/csv") }, () => {
      throw new Error("broken");
    }),
  );
  expect(answer.status).toBe(500);
  expect(answer.headers.get("content-type")).toBe("application/json");
  expect(answer.headers.get("cache-control")).toBe("no-store, private");
});

test("the reference names its content type, and JSON for the others", () => {
  route({ ...common, path: "/api/file", output: directOutput("text/csv") }, () => new DirectAnswer(null, {}));
  route({ ...common, path: "/api/json", output: z.object({}) }, () => ({}));
  const { paths } = createOpenApiDocument("http://localhost:3000") as {
    paths: Record<string, { get: { responses: Record<string, { content: object }> } }>;
  };
  expect(paths["/api/file"]?.get.responses["200"]?.content).toEqual({
    "text/csv": { schema: { type: "string", format: "binary" } },
  });
  expect(Object.keys(paths["/api/json"]?.get.responses["200"]?.content ?? {})).toEqual(["application/json"]);
});
