import { describe, expect, test } from "vitest";
import { clerkUser, computePerson, splitName } from "@/lib/accounts/identity/read-user";

const read = (over: object) => computePerson(clerkUser.parse({ id: "user_1", updated_at: 1_000, ...over }));

describe("a Clerk user", () => {
  test.each([
    ["both names", { first_name: "Ada", last_name: "Okafor" }, "Ada Okafor"],
    ["one name", { first_name: null, last_name: "Okafor" }, "Okafor"],
    ["spaces around", { first_name: " Ada ", last_name: " " }, "Ada"],
    ["no name", {}, ""],
    ["a name of 300 letters, cut to what is stored", { first_name: "a".repeat(300) }, "a".repeat(120)],
  ])("with %s", (_what, over, name) => {
    expect(read(over).name).toBe(name);
  });

  test.each([
    ["the primary address", "b", "b@example.com"],
    ["the first one when the primary is not among them", "z", "a@example.com"],
    ["the first one when none is primary", null, "a@example.com"],
  ])("is reached at %s", (_what, primary, email) => {
    const addresses = ["a", "b"].map((id) => ({ id, email_address: `${id.toUpperCase()}@Example.com` }));
    expect(read({ primary_email_address_id: primary, email_addresses: addresses }).email).toBe(email);
  });

  test("who signed up by telephone has no address, and that is stored as none", () => {
    expect(read({ email_addresses: [] }).email).toBe("");
    expect(read({ email_addresses: [{ id: "x", email_address: "@" }] }).email).toBe("");
  });
});

test.each([
  ["Ada", "Ada", ""],
  ["Ada Okafor", "Ada", "Okafor"],
  ["  Ada   van der Berg ", "Ada", "van der Berg"],
])("the name %j is split into first and last", (name, firstName, lastName) => {
  expect(splitName(name)).toEqual({ firstName, lastName });
});
