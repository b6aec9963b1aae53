import { expect, it } from "vitest";
import { LEAST_CALLS, OPERATIONS } from "./operations";

it("the parts make at least 280 calls of 190 operations between them, each operation the business of one part", () => {
  const operations = Object.values(OPERATIONS).flat();
  expect(new Set(operations).size).toBe(operations.length);
  expect(operations.length).toBeGreaterThanOrEqual(190);
  expect(Object.values(LEAST_CALLS).reduce((sum, calls) => sum + calls, 0)).toBeGreaterThanOrEqual(280);
});
