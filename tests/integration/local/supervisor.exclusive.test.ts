import { describe, expect, it } from "vitest";
import type { ServiceName } from "@/local/start/service-names";
import { stack } from "../../support/stack";

const HEALTH: readonly (readonly [ServiceName, string])[] = [
  ["app", `${stack.urls.app}/api/health`],
  ["gateway", `${stack.urls.gateway}/health`],
  ["identity", `${stack.urls.identity}/health`],
  ["mail", `${stack.urls.mail}/health`],
];

describe("the supervisor", () => {
  it.each(HEALTH)("brings %s back after a kill -9", async (service, url) => {
    const before = (await stack.pids())[service];
    await stack.kill(service, "SIGKILL");
    await expect.poll(async () => (await stack.pids())[service], { timeout: 30_000 }).not.toBe(before);
    await stack.waitUntilReady(service);
    expect((await stack.pids())[service]).toBeDefined();
    expect((await fetch(url)).status).toBeLessThan(500);
  });
});
