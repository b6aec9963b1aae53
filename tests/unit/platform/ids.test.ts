import { expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("an id is a UUID of version 7", () => {
  for (let index = 0; index < 100; index += 1) expect(newId()).toMatch(UUID_V7);
});

test("an id begins with the millisecond it was made in", () => {
  const before = Date.now();
  const made = Number.parseInt(newId().replaceAll("-", "").slice(0, 12), 16);
  expect(made).toBeGreaterThanOrEqual(before);
  expect(made).toBeLessThanOrEqual(Date.now());
});

test("ids of one process sort in the order they were made, and none comes twice", () => {
  const ids = Array.from({ length: 5_000 }, newId);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});
