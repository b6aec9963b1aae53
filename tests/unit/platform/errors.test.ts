import { expect, test } from "vitest";
import {
  conflict,
  DomainError,
  forbidden,
  invalidRequest,
  limitReached,
  noAccess,
  notFound,
  providerUnavailable,
  rateLimited,
  refused,
  timedOut,
  tooLarge,
  unauthenticated,
} from "@/lib/platform/errors";

const table = [
  [invalidRequest("x"), 400, "INVALID_REQUEST"],
  [unauthenticated(), 401, "UNAUTHENTICATED"],
  [forbidden("x"), 403, "FORBIDDEN"],
  [limitReached("x", {}), 403, "LIMIT_REACHED"],
  [noAccess("x"), 403, "NO_ACCESS"],
  [notFound("The key"), 404, "NOT_FOUND"],
  [timedOut("x"), 408, "TIMEOUT"],
  [conflict("x"), 409, "CONFLICT"],
  [tooLarge(10), 413, "TOO_LARGE"],
  [refused("COUPON_EXPIRED", "x"), 422, "COUPON_EXPIRED"],
  [rateLimited("x", 7), 429, "RATE_LIMITED"],
  [providerUnavailable("x"), 503, "PROVIDER_UNAVAILABLE"],
] as const;

test.each(table)("%s carries status %i and code %s of the HTTP contract", (error, status, code) => {
  expect(error).toBeInstanceOf(DomainError);
  expect(error).toBeInstanceOf(Error);
  expect({ status: error.status, code: error.code }).toEqual({ status, code });
  expect(error.message.length).toBeGreaterThan(0);
});

test("an error without details carries none, and issues appear only when there are some", () => {
  expect(invalidRequest("x").details).toEqual({});
  expect(invalidRequest("x", [{ path: "a", message: "b" }]).details).toEqual({
    issues: [{ path: "a", message: "b" }],
  });
});

test("a plan that does not include something says why, unless the caller names another reason", () => {
  expect(noAccess("x").details).toEqual({ reason: "no_subscription" });
  expect(noAccess("x", { reason: "ended" }).details).toEqual({ reason: "ended" });
});

test("refusals that pass tell when to come back", () => {
  expect(rateLimited("x", 7).headers).toEqual({ "retry-after": "7" });
  expect(providerUnavailable("x", 30).headers).toEqual({ "retry-after": "30" });
});

test("a spent quota carries what the client shows", () => {
  const details = { feature: "resumes", used: 5, limit: 5, resetsAt: "2026-12-01T00:00:00.000Z" };
  expect(limitReached("x", details).details).toEqual(details);
});
