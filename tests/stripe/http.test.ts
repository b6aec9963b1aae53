import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";

let checked: CheckedStripe;
let version: string;

beforeAll(async () => {
  checked = await startCheckedStripe({ apiKey: "sk_test_http" });
  version = checked.local.world.apiVersion;
  await checked.stripe.customers.create({ name: "Ada" });
});
afterAll(() => checked.close());

interface Call {
  method?: string;
  path: string;
  form?: string | undefined;
  headers?: Record<string, string>;
}

async function send({ method = "POST", path, form, headers = {} }: Call): Promise<Response> {
  return await fetch(checked.proxy.url + path, {
    method,
    headers: {
      authorization: "Bearer sk_test_http",
      "content-type": "application/x-www-form-urlencoded",
      ...headers,
    },
    ...(form === undefined ? {} : { body: form }),
  });
}

const PRICE = "currency=usd&unit_amount=100&product_data[name]=Pro";
const json = { "content-type": "application/json" };

describe("a refusal has Stripe's status, type, code and param", () => {
  it.each<[string, Call, number, { type?: string; code?: string; param?: string; message?: RegExp }]>([
    [
      "an unknown path",
      { method: "GET", path: "/v1/nonsense" },
      404,
      { message: /^Unrecognized request URL \(GET: \/v1\/nonsense\)/ },
    ],
    [
      "a method the path does not have",
      { method: "DELETE", path: "/v1/events/evt_1" },
      404,
      { message: /^Unrecognized request URL \(DELETE/ },
    ],
    [
      "a method no path has",
      { method: "PUT", path: "/v1/customers", form: "name=A" },
      404,
      { message: /^Unrecognized request URL \(PUT/ },
    ],
    ["a trailing part too many", { method: "GET", path: "/v1/customers/cus_1/nonsense" }, 404, {}],
    ["something outside of every version", { method: "GET", path: "/v9/customers" }, 404, {}],
    [
      "an object that is not there",
      { method: "GET", path: "/v1/customers/cus_none" },
      404,
      { code: "resource_missing", param: "id", message: /^No such customer: 'cus_none'$/ },
    ],
    [
      "an unknown parameter",
      { path: "/v1/customers", form: "colour=red" },
      400,
      { code: "parameter_unknown", param: "colour" },
    ],
    [
      "an unknown parameter inside another",
      { path: "/v1/customers", form: "address[planet]=mars" },
      400,
      { code: "parameter_unknown", param: "address[planet]" },
    ],
    [
      "a name from the prototype",
      { path: "/v1/customers", form: "constructor=x" },
      400,
      { code: "parameter_unknown", param: "constructor" },
    ],
    [
      "an unknown parameter of a list",
      { method: "GET", path: "/v1/customers?colour=red" },
      400,
      { code: "parameter_unknown", param: "colour" },
    ],
    [
      "text for a number",
      { path: "/v1/prices", form: `${PRICE}&unit_amount=ten` },
      400,
      { code: "parameter_invalid_integer", param: "unit_amount" },
    ],
    [
      "a fraction for an integer",
      { path: "/v1/prices", form: `${PRICE}&unit_amount=1.5` },
      400,
      { code: "parameter_invalid_integer", param: "unit_amount" },
    ],
    [
      "text for a boolean",
      { path: "/v1/products", form: "name=Pro&active=perhaps" },
      400,
      { param: "active" },
    ],
    ["text for an object", { path: "/v1/customers", form: "address=here" }, 400, { param: "address" }],
    [
      "a missing parameter",
      { path: "/v1/prices", form: "unit_amount=100&product_data[name]=Pro" },
      400,
      { code: "parameter_missing", param: "currency", message: /^Missing required param: currency\.$/ },
    ],
    [
      "a missing parameter inside another",
      { path: "/v1/prices", form: `${PRICE}&recurring[interval_count]=1` },
      400,
      { code: "parameter_missing", param: "recurring[interval]" },
    ],
    [
      "a value outside of an enum",
      { path: "/v1/prices", form: `${PRICE}&recurring[interval]=fortnight` },
      400,
      { param: "recurring[interval]", message: /must be one of day, month, week, or year/ },
    ],
    [
      "an empty value where nothing can be unset",
      { path: "/v1/webhook_endpoints", form: "url=&enabled_events[0]=*" },
      400,
      { code: "parameter_invalid_empty", param: "url" },
    ],
    [
      "an expansion of what is no object",
      { method: "GET", path: "/v1/customers?expand[]=data.email" },
      400,
      {},
    ],
    [
      "an expansion of nothing",
      { method: "GET", path: "/v1/customers?expand[]=data.wishes" },
      400,
      { param: "expand", message: /^This property cannot be expanded \(wishes\)\.$/ },
    ],
    [
      "an expansion five levels deep",
      { method: "GET", path: "/v1/customers?expand[]=a.b.c.d.e" },
      400,
      { param: "expand" },
    ],
    [
      "a cursor that is not there",
      { method: "GET", path: "/v1/customers?starting_after=cus_none" },
      400,
      { code: "resource_missing", param: "starting_after", message: /^No such customer: 'cus_none'$/ },
    ],
    ["two cursors", { method: "GET", path: "/v1/customers?starting_after=a&ending_before=b" }, 400, {}],
    ["a page of none", { method: "GET", path: "/v1/customers?limit=0" }, 400, { param: "limit" }],
    ["a page of too many", { method: "GET", path: "/v1/customers?limit=101" }, 400, { param: "limit" }],
    [
      "a parameter that is not simulated",
      { path: "/v1/subscriptions", form: "customer=cus_1&items[0][price]=p&application_fee_percent=5" },
      400,
      { code: "local_stripe_unsupported", param: "application_fee_percent" },
    ],
    ["a call that is not simulated", { path: "/v1/customer_sessions", form: "customer=cus_1" }, 400, {}],
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
  ])("%s", async (_name, call, status, expected) => {
    const answer = await send(call);
    expect(answer.status).toBe(status);
    const { error } = (await answer.json()) as { error: Record<string, string> };
    expect(error["type"]).toBe(expected.type ?? "invalid_request_error");
    expect(error["message"]).toMatch(expected.message ?? /./);
    if (expected.code)
      expect(error).toMatchObject({ code: expected.code, doc_url: expect.stringContaining("error-codes") });
    if (expected.param) expect(error["param"]).toBe(expected.param);
    expect(answer.headers.get("request-id")).toMatch(/^req_/);
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(answer.headers.get("stripe-version")).toBe(version);
  });
});

describe("an answer's headers", () => {
  it("name the request, the version and the key of idempotency", async () => {
    const headers = { "idempotency-key": "headers-1", "stripe-version": version };
    const first = await send({ path: "/v1/customers", form: "name=Ada", headers });
    expect(first.status).toBe(200);
    expect(Object.fromEntries(first.headers)).toMatchObject({
      "request-id": expect.stringMatching(/^req_/),
      "stripe-version": version,
      "idempotency-key": "headers-1",
    });
    expect(first.headers.has("idempotent-replayed")).toBe(false);
    const again = await send({ path: "/v1/customers", form: "name=Ada", headers });
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
    const limited = await send({ method: "GET", path: "/v1/coupons" });
    expect(limited.status).toBe(429);
    expect(limited.headers.get("stripe-should-retry")).toBe("true");
    const refused = await send({ method: "GET", path: "/v1/nonsense" });
    expect(refused.headers.get("stripe-should-retry")).toBe("false");
  });

  it("take the key as the user name of basic authentication, as curl sends it", async () => {
    const authorization = `Basic ${Buffer.from("sk_test_http:").toString("base64")}`;
    expect((await send({ method: "GET", path: "/v1/customers", headers: { authorization } })).status).toBe(
      200,
    );
  });
});
