import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeOwnUrl } from "@/lib/billing/compute/compute-own-url";
import { checkoutBody, portalBody } from "@/lib/billing/schemas";

const APP = "https://billing.example.com";
const foreign = [
  "https://evil.example",
  "http:evil.example",
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/.//evil.example",
  "/a/..//evil.example",
  "/%2e//evil.example",
  "javascript:alert(1)",
  "data:text/html,x",
  "billing",
  "",
  " /billing",
  "/bill\u0000ing",
];

describe("a return path", () => {
  it.each(["/", "/billing", "/billing?tab=invoices#last", "/a%20b", "/?next=//evil.example"])(
    "%j of our own is accepted",
    (path) => {
      expect(new URL(computeOwnUrl(APP, path, "successPath")).origin).toBe(APP);
    },
  );

  it.each(foreign)("%j is refused", (path) => {
    expect(() => computeOwnUrl(APP, path, "successPath")).toThrow(/successPath must be a path of this site/);
  });

  it.each(foreign)("%j does not fit the schemas either", (path) => {
    expect(checkoutBody.safeParse({ price: "pro_monthly", successPath: path }).success).toBe(false);
    expect(checkoutBody.safeParse({ price: "pro_monthly", cancelPath: path }).success).toBe(false);
    expect(portalBody.safeParse({ returnPath: path }).success).toBe(false);
  });

  it("never leaves the site, whatever is accepted, when a browser follows it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary-ascii" }), (tail) => {
        const path = `/${tail}`;
        let url: string;
        try {
          url = computeOwnUrl(APP, path, "successPath");
        } catch {
          return;
        }
        expect(new URL(url).origin).toBe(APP);
        expect(new URL(path, `${APP}/billing/return`).origin).toBe(APP);
      }),
    );
  });
});

describe("a checkout body", () => {
  it.each([
    ["an unknown field", { price: "pro_monthly", trial: true }],
    ["no price", {}],
    ["a quantity of zero", { price: "pro_monthly", quantity: 0 }],
    ["half a seat", { price: "pro_monthly", quantity: 1.5 }],
    ["a currency of two letters", { price: "pro_monthly", currency: "us" }],
  ])("with %s does not fit", (_name, body) => {
    expect(checkoutBody.safeParse(body).success).toBe(false);
  });

  it("takes a currency in any case", () => {
    expect(checkoutBody.parse({ price: "pro_monthly", currency: "GBP" })).toEqual({
      price: "pro_monthly",
      quantity: 1,
      currency: "gbp",
    });
  });
});
