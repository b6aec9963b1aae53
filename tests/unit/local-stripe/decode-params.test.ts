import { describe, expect, it } from "vitest";
import type { Contract, Schema } from "@/local/stripe/contract/schema";
import { decodeParams } from "@/local/stripe/http/decode-params";
import { parseForm } from "@/local/stripe/http/parse-form";

const contract: Contract = { apiVersion: "x", sdkVersion: "x", paths: {}, schemas: {} };
const schema: Schema = {
  type: "object",
  required: ["name"],
  properties: {
    name: { type: "string" },
    amount: { type: "integer" },
    active: { type: "boolean" },
    interval: { type: "string", enum: ["month", "year"] },
    items: {
      type: "array",
      items: { type: "object", properties: { price: { type: "string" }, quantity: { type: "integer" } } },
    },
    metadata: {
      type: "object",
      nullable: true,
      additionalProperties: { anyOf: [{ type: "string" }, { type: "integer" }], nullable: true },
    },
    trial_end: { anyOf: [{ type: "integer" }, { type: "string", enum: ["now"] }] },
  },
};
const decode = (text: string) => decodeParams(contract, parseForm(text), schema);

describe("parameters", () => {
  it("are typed by the schema", () => {
    expect(
      decode(
        "name=a&amount=12&active=true&items[0][price]=p&items[0][quantity]=2&items[1][price]=q&metadata[1]=x&trial_end=now",
      ),
    ).toEqual({
      name: "a",
      amount: 12,
      active: true,
      items: [{ price: "p", quantity: 2 }, { price: "q" }],
      metadata: { "1": "x" },
      trial_end: "now",
    });
  });

  it("keep an empty metadata value, which deletes its key", () => {
    expect(decode("name=a&metadata[gone]=")).toEqual({ name: "a", metadata: { gone: "" } });
  });

  it.each([
    ["name=a&colour=red", "parameter_unknown", "colour"],
    ["name=a&items[0][colour]=red", "parameter_unknown", "items[0][colour]"],
    ["amount=1", "parameter_missing", "name"],
    ["name=a&amount=1.5", "parameter_invalid_integer", "amount"],
    ["name=a&interval=week", undefined, "interval"],
    ["name=a&active=yes", undefined, "active"],
    ["name=a&interval=", undefined, "interval"],
  ])("are refused as Stripe does: %s", (text, code, param) => {
    expect(() => decode(text)).toThrow(
      expect.objectContaining({ status: 400, type: "invalid_request_error", code, extras: { param } }),
    );
  });

  it("cannot reach a prototype", () => {
    expect(() => decode("name=a&__proto__[polluted]=1")).toThrow(/unknown parameter/);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});
