import { afterAll, beforeAll, describe, it } from "vitest";
import type { CheckedStripe } from "@/tests/contract/checked-stripe";
import { type Call, expectRefusal, type Refusal, startRawStripe } from "./raw-calls";

let checked: CheckedStripe;

beforeAll(async () => {
  checked = await startRawStripe();
});
afterAll(() => checked.close());

const PRICE = "currency=usd&unit_amount=100&product_data[name]=Pro";

describe("a refusal of a path or a parameter has Stripe's status, type, code and param", () => {
  it.each<[string, Call, number, Refusal]>([
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
  ])("%s", (_name, call, status, expected) => expectRefusal(checked, call, status, expected));
});
