import type { Scenario } from "../scenario";

/** What the framework answers when the handler does nothing: the yardstick of every other scenario. */
export const health: Scenario = {
  name: "health",
  summary: "a trivial handler",
  prepare: async () => ({ request: { method: "GET", path: "/api/health/live" } }),
};
