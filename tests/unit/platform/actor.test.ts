import { expect, test } from "vitest";
import { type Actor, actorId } from "@/lib/platform/context";

const actors: readonly (readonly [Actor, string])[] = [
  [{ kind: "person", personId: "user_1", sessionId: "sess_1" }, "user_1"],
  [{ kind: "api_key", apiKeyId: "key-1" }, "key-1"],
  [{ kind: "job", jobId: "billing-sync-customer", runId: "run-1" }, "billing-sync-customer:run-1"],
  [{ kind: "webhook", provider: "stripe", eventId: "evt_1" }, "stripe:evt_1"],
  [{ kind: "system", name: "seed" }, "seed"],
];

test.each(actors)("%o is recorded as %s", (actor, id) => {
  expect(actorId(actor)).toBe(id);
});
