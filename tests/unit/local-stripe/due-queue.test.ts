import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DueQueue } from "@/local/stripe/clock/due-queue";

describe("the due queue", () => {
  it("gives dues by time, then rank, whatever order they came in", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ at: fc.integer({ min: 0, max: 50 }), rank: fc.integer({ min: 0, max: 3 }) }), {
          maxLength: 60,
        }),
        (dues) => {
          const queue = new DueQueue();
          for (const [index, due] of dues.entries()) queue.set(`k${index}`, { ...due, clock: null });
          const seen: number[] = [];
          for (let next = queue.peek(null, 100); next; next = queue.peek(null, 100)) {
            const due = dues[Number(next.key.slice(1))];
            seen.push((due?.at ?? 0) * 10 + (due?.rank ?? 0));
            queue.set(next.key, null);
          }
          expect(seen).toEqual(dues.map((due) => due.at * 10 + due.rank).sort((a, b) => a - b));
        },
      ),
    );
  });

  it("forgets the due an object had before", () => {
    const queue = new DueQueue();
    queue.set("a", { at: 5, rank: 0, clock: null });
    queue.set("a", { at: 9, rank: 0, clock: null });
    expect(queue.peek(null, 8)).toBeNull();
    expect(queue.peek(null, 9)).toEqual({ key: "a", at: 9 });
  });

  it("keeps clocks apart", () => {
    const queue = new DueQueue();
    queue.set("a", { at: 5, rank: 0, clock: "clock_1" });
    expect(queue.peek(null, 10)).toBeNull();
    expect(queue.peek("clock_1", 10)).not.toBeNull();
  });
});
