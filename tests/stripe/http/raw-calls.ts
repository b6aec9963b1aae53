import { expect } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";

export interface Call {
  method?: string;
  path: string;
  form?: string | undefined;
  headers?: Record<string, string>;
}

export interface Refusal {
  type?: string;
  code?: string;
  param?: string;
  message?: RegExp;
}

/** A Stripe that is called without the SDK. */
export async function startRawStripe(): Promise<CheckedStripe> {
  const checked = await startCheckedStripe({ apiKey: "sk_test_http" });
  await checked.stripe.customers.create({ name: "Ada" });
  return checked;
}

export async function send(
  checked: CheckedStripe,
  { method = "POST", path, form, headers = {} }: Call,
): Promise<Response> {
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

/** A call is refused with Stripe's status, type, code and param, and with its headers. */
export async function expectRefusal(
  checked: CheckedStripe,
  call: Call,
  status: number,
  expected: Refusal,
): Promise<void> {
  const answer = await send(checked, call);
  expect(answer.status).toBe(status);
  const { error } = (await answer.json()) as { error: Record<string, string> };
  expect(error["type"]).toBe(expected.type ?? "invalid_request_error");
  expect(error["message"]).toMatch(expected.message ?? /./);
  if (expected.code)
    expect(error).toMatchObject({ code: expected.code, doc_url: expect.stringContaining("error-codes") });
  if (expected.param) expect(error["param"]).toBe(expected.param);
  expect(answer.headers.get("request-id")).toMatch(/^req_/);
  expect(answer.headers.get("content-type")).toBe("application/json");
  expect(answer.headers.get("stripe-version")).toBe(checked.local.world.apiVersion);
}
