import { shuffled } from "./random";

/** What becomes of a subscriber after the first payment. */
export type Story = "pays" | "fails" | "leaves" | "is_refunded" | "disputes" | "owes";

/** How many of a hundred subscribers; the rest pays and stays. */
const SHARES: readonly (readonly [Story, number])[] = [
  ["leaves", 16],
  ["fails", 5],
  ["is_refunded", 5],
  ["owes", 4],
  ["disputes", 3],
];

/**
 * One story for each subscriber, dealt like cards: however few they are, from six on there is one of each, which
 * rolling dice would not promise.
 */
export function dealStories(random: () => number, count: number): Story[] {
  const dealt = SHARES.flatMap(([story, share]) =>
    Array.from({ length: Math.max(1, Math.round((count * share) / 100)) }, () => story),
  ).slice(0, Math.max(0, count - 1));
  const rest = Array.from({ length: count - dealt.length }, (): Story => "pays");
  return shuffled(random, [...rest, ...dealt]);
}
