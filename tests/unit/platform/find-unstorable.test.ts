import { describe, expect, test } from "vitest";
import { findUnstorable } from "@/lib/platform/http/find-unstorable";

const nest = (levels: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = level % 2 ? [value] : { a: value };
  return value;
};

describe("what the database cannot store", () => {
  test.each([
    ["a nul", { name: "a\0b" }, "name"],
    ["a nul in a name", { "a\0b": 1 }, "a\0b"],
    ["a high surrogate alone", { tags: [{ key: "\ud800" }] }, "tags.0.key"],
    ["a low surrogate alone", ["x", "\udc00x"], "1"],
    ["a nul alone", "\0", ""],
  ])("%s is found, with its place", (_what, value, path) => {
    expect(findUnstorable(value)).toMatchObject({ path });
  });

  test.each([
    [{ name: "Zoë 😀", tags: ["\t", "\u0001"], n: null, b: true }],
    ["\ud83d\ude00"],
    [null],
    [nest(32)],
  ])("%o is left alone", (value) => {
    expect(findUnstorable(value)).toBeNull();
  });

  test("nesting is followed to 32 levels and refused beyond, however deep it goes", () => {
    expect(findUnstorable(nest(33))).toMatchObject({ message: "nested deeper than 32 levels" });
    expect(findUnstorable(JSON.parse("[".repeat(50_000) + "]".repeat(50_000)))).toMatchObject({
      message: "nested deeper than 32 levels",
    });
  });
});
