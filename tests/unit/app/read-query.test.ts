import { expect, test } from "vitest";
import { readQuery } from "@/app/_server/read-query";

test.each([
  ["larkfield", "larkfield"],
  ["  two words ", "two words"],
  ["a\0b\0", "ab"],
  ["\0", ""],
  ["", ""],
  [undefined, ""],
  [["twice", "given"], ""],
])("%j is read as %j", (value, expected) => {
  expect(readQuery(value)).toBe(expected);
});
