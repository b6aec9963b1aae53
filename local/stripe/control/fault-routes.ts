import type { Hono } from "hono";
import { z } from "zod";
import type { AppEnv } from "../http/app";
import { FAULT_KINDS } from "../http/faults";
import { type ControlParts, controlCall } from "./control-call";

/** What is to go wrong. */
export function addFaultRoutes(routes: Hono<AppEnv>, { faults }: ControlParts): void {
  controlCall(
    routes,
    "/faults",
    z.strictObject({
      kind: z.enum(FAULT_KINDS as [string, ...string[]]),
      path: z.string().startsWith("/v1", "faults hit calls under /v1").default("/v1"),
      method: z.enum(["GET", "POST", "DELETE"]).nullable().default(null),
      count: z.number().int().min(1).nullable().default(1),
      delayMs: z.number().int().min(0).max(600_000).default(2_000),
    }),
    (input) =>
      faults.add({
        kind: input.kind as (typeof FAULT_KINDS)[number],
        path: input.path,
        method: input.method,
        remaining: input.count,
        delayMs: input.delayMs,
      }),
    ({ kind, path }) => `The fault ${kind} waits for calls to ${path}.`,
  );
  controlCall(
    routes,
    "/faults/clear",
    z.strictObject({}),
    () => {
      faults.clear();
      return { data: [] };
    },
    () => "Nothing goes wrong any more.",
  );
  routes.get("/faults", (context) => context.json({ data: faults.list() }));
  routes.delete("/faults", (context) => {
    faults.clear();
    return context.json({ data: [] });
  });
}
