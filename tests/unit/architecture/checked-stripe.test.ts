import { expect, test } from "vitest";
import { filesEndingIn, read } from "./project-files";

/** The one place where tests make a local Stripe: with the contract between it and whoever calls it. */
const MAKER = "tests/contract/checked-stripe.ts";

test("no test makes a local Stripe that is not held to Stripe's contract", () => {
  const makers = filesEndingIn([".ts", ".tsx"], ["tests/"]).filter((path) =>
    /\bcreateLocalStripe\s*\(|stripe\/server\.ts/.test(read(path)),
  );
  expect(makers).toContain(MAKER);
  // the command line's own test runs the server as a person does, and judges what it answers itself
  const allowed = [
    MAKER,
    "tests/stripe/support/run-server.ts",
    "tests/unit/architecture/checked-stripe.test.ts",
  ];
  expect(makers.filter((path) => !allowed.includes(path))).toEqual([]);
});
