import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CheckedStripe } from "@/tests/contract/checked-stripe";
import { type Call, expectRefusal, type Refusal, send, startRawStripe } from "./raw-calls";

let checked: CheckedStripe;

beforeAll(async () => {
  checked = await startRawStripe();
});
afterAll(() => checked.close());

const json = { "content-type": "application/json" };

describe("a refusal of a key, a header or a body has Stripe's status, type, code and param", () => {
  it.each<[string, Call, number, Refusal]>([
    [
      "no key",
      { method: "GET", path: "/v1/customers", headers: { authorization: "" } },
      401,
      { message: /^You did not provide an API key/ },
    ],
    [
      "a wrong key",
      { method: "GET", path: "/v1/customers", headers: { authorization: "Bearer sk_test_somebody_else" } },
      401,
      { message: /^Invalid API Key provided: sk_test_\*+else$/ },
    ],
    [
      "a key of the other mode",
      { method: "GET", path: "/v1/customers", headers: { authorization: "Bearer sk_live_0123456789" } },
      401,
      { message: /^Invalid API Key provided: sk_live_\*+6789$/ },
    ],
    [
      "a publishable key",
      { method: "GET", path: "/v1/customers", headers: { authorization: "Bearer pk_test_1" } },
      403,
      { code: "secret_key_required" },
    ],
    [
      "another version",
      { method: "GET", path: "/v1/customers", headers: { "stripe-version": "2020-08-27" } },
      400,
      { message: /^Invalid Stripe API version: 2020-08-27/ },
    ],
    [
      "JSON",
      { path: "/v1/customers", form: '{"name":"Ada"}', headers: json },
      400,
      { message: /application\/x-www-form-urlencoded/ },
    ],
    [
      "another type of content",
      { path: "/v1/customers", form: "name=Ada", headers: { "content-type": "text/plain" } },
      400,
      { message: /unsupported Content-Type text\/plain/ },
    ],
    [
      "a form that is badly encoded",
      { path: "/v1/customers", form: "name=%zz" },
      400,
      { message: /check that your POST content type/ },
    ],
    [
      "a form that is not UTF-8",
      { path: "/v1/customers", form: "name=%ff%fe" },
      400,
      { message: /check that your POST content type/ },
    ],
    [
      "too much",
      { path: "/v1/customers", form: `description=${"x".repeat(1_100_000)}` },
      413,
      { message: /too large/ },
    ],
    [
      "a key of idempotency that is too long",
      { path: "/v1/customers", form: "name=Ada", headers: { "idempotency-key": "k".repeat(256) } },
      400,
      { message: /255 characters/ },
    ],
  ])("%s", (_name, call, status, expected) => expectRefusal(checked, call, status, expected));
});

describe("an answer's headers", () => {
  it("name the request, the version and the key of idempotency", async () => {
    const headers = { "idempotency-key": "headers-1", "stripe-version": checked.local.world.apiVersion };
    const first = await send(checked, { path: "/v1/customers", form: "name=Ada", headers });
    expect(first.status).toBe(200);
    expect(Object.fromEntries(first.headers)).toMatchObject({
      "request-id": expect.stringMatching(/^req_/),
      "stripe-version": checked.local.world.apiVersion,
      "idempotency-key": "headers-1",
    });
    expect(first.headers.has("idempotent-replayed")).toBe(false);
    const again = await send(checked, { path: "/v1/customers", form: "name=Ada", headers });
    expect(Object.fromEntries(again.headers)).toMatchObject({
      "idempotent-replayed": "true",
      "original-request": first.headers.get("request-id"),
    });
    expect(again.headers.get("request-id")).not.toBe(first.headers.get("request-id"));
    expect(await again.text()).toBe(await first.text());
  });

  it("say whether to try again", async () => {
    checked.local.faults.add({
      kind: "rate_limit",
      path: "/v1/coupons",
      method: null,
      remaining: 1,
      delayMs: 0,
    });
    const limited = await send(checked, { method: "GET", path: "/v1/coupons" });
    expect(limited.status).toBe(429);
    expect(limited.headers.get("stripe-should-retry")).toBe("true");
    const refused = await send(checked, { method: "GET", path: "/v1/nonsense" });
    expect(refused.headers.get("stripe-should-retry")).toBe("false");
  });

  it("take the key as the user name of basic authentication, as curl sends it", async () => {
    const authorization = `Basic ${Buffer.from("sk_test_http:").toString("base64")}`;
    expect(
      (await send(checked, { method: "GET", path: "/v1/customers", headers: { authorization } })).status,
    ).toBe(200);
  });
});
