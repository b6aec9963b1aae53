import { beforeAll, describe, expect, it } from "vitest";
import { failure } from "@/lib/platform/http/respond";
import { installEnvironment } from "@/tests/support/environment";

beforeAll(() => installEnvironment({ LOG_LEVEL: "silent" }));

const thrown = (code: string) => Object.assign(new Error("driver's own words"), { code });

describe("an answer while the database is away", () => {
  it.each(["CONNECT_TIMEOUT", "CONNECTION_CLOSED", "ECONNREFUSED", "57P01", "57P03"])(
    "is 503 with a time to try again for %s, without the driver's words",
    (code) => {
      const answer = failure(thrown(code), "request-1", {});
      expect(answer.status).toBe(503);
      expect(answer.headers).toHaveProperty("retry-after");
      expect(JSON.stringify(answer.body)).toContain("PROVIDER_UNAVAILABLE");
      expect(JSON.stringify(answer.body)).not.toContain("driver's own words");
    },
  );

  it("stays 500 for a statement that the database refused", () => {
    expect(failure(thrown("23505"), "request-1", {}).status).toBe(500);
  });
});
