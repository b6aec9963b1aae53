import { beforeAll, describe, expect, test } from "vitest";
import { rolePermissions, scopePermissions } from "@/lib/accounts/permissions";
import { listRoutes, type RouteRecord } from "@/lib/platform/http";
import { installEnvironment } from "@/tests/support/environment";
import { projectFiles, read } from "./project-files";

/** Routes that do not go through the wrapper, each with the reason. */
const UNWRAPPED: Readonly<Record<string, string>> = {
  "app/api/[...path]/route.ts": "It answers for every path that is none.",
  "app/api/inngest/route.ts": "Inngest's SDK serves it and checks its signature.",
  "app/api/health/live/route.ts": "Liveness asks nothing of anybody, not even of the rate limiter.",
  "app/api/openapi.json/route.ts": "It is the document itself.",
};

const routeFiles = projectFiles.filter((path) => /^app\/api\/.*\/route\.tsx?$/.test(path));
const wrapped = routeFiles.filter((path) => !(path in UNWRAPPED));
const pathOf = (file: string): string =>
  file
    .replace(/^app/, "")
    .replace(/\/route\.tsx?$/, "")
    .replaceAll(/\[(\w+)\]/g, "{$1}");

let routes: readonly RouteRecord[];
beforeAll(async () => {
  installEnvironment();
  await import("@/app/api/openapi.json/route-modules");
  routes = listRoutes();
}, 60_000);

describe("every route of the API", () => {
  test("goes through the wrapper, unless there is a written reason", () => {
    expect(wrapped.length).toBeGreaterThan(10);
    expect(Object.keys(UNWRAPPED).filter((path) => !projectFiles.includes(path))).toEqual([]);
    for (const path of wrapped)
      expect(read(path), path).toMatch(/from "@\/app\/_server\/(route|health-route)"/);
  });

  test("stands in the list that the reference is made from", () => {
    const listed = [...read("app/api/openapi.json/route-modules.ts").matchAll(/^import "@\/(.+)";$/gm)].map(
      ([, path]) => `${path}.ts`,
    );
    expect(listed.sort()).toEqual([...wrapped].sort());
  });

  test("is registered under the path where its file lies", () => {
    expect([...new Set(routes.map(({ path }) => path))].sort()).toEqual(wrapped.map(pathOf).sort());
  });

  test("exports exactly the methods that it registers", () => {
    for (const file of wrapped) {
      const exported = [
        ...read(file).matchAll(/^export (?:const|async function|function) (GET|POST|PATCH|PUT|DELETE)\b/gm),
      ].map(([, method]) => method);
      const registered = routes.filter(({ path }) => path === pathOf(file)).map(({ method }) => method);
      expect(exported.sort(), file).toEqual([...registered].sort());
    }
  });

  test("is at most 100 lines long: the work is done in a domain", () => {
    expect(routeFiles.filter((path) => read(path).split("\n").length > 100)).toEqual([]);
  });

  test("has a summary that is a phrase, and a tag", () => {
    for (const { path, summary, tag } of routes) {
      expect(summary, path).toMatch(/^[A-Z].{3,}[^.]$/);
      expect(tag, path).not.toBe("");
    }
  });
});

describe("access", () => {
  test("asks for permissions that exist", () => {
    for (const { path, access } of routes) {
      if (access.kind === "account") expect(Object.keys(rolePermissions), path).toContain(access.permission);
    }
  });

  test("by a key asks for the scope that stands for the route's permission", () => {
    for (const { path, access } of routes) {
      if (access.kind !== "account" || !access.scope) continue;
      expect({ path, permission: (scopePermissions as Record<string, string>)[access.scope] }).toEqual({
        path,
        permission: access.permission,
      });
    }
  });

  test("is open to everybody only where that is meant", () => {
    const open = routes
      .filter(({ access }) => access.kind === "public")
      .map(({ method, path }) => `${method} ${path}`);
    expect(open).toEqual([
      "GET /api/catalog",
      "POST /api/csp-report",
      "GET /api/health",
      "GET /api/health/db",
      "GET /api/health/queue",
      "GET /api/health/stripe",
      "GET /api/invitations/{token}",
      "DELETE /api/local/session",
      "POST /api/local/session",
      "GET /api/notifications/unsubscribe",
      "POST /api/notifications/unsubscribe",
    ]);
  });
});
