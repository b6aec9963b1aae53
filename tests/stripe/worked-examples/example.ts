import type { ExampleBench } from "./example-bench";

/** Something that a page of Stripe's documentation works out, lived through here with the SDK. */
export interface Example {
  title: string;
  /** Where the figures stand. */
  page: `docs.stripe.com/${string}`;
  /** What is given there. */
  given: string;
  /** Lives through it. */
  run(bench: ExampleBench): Promise<unknown>;
  /** What comes of it, in minor units. */
  expected: unknown;
  /** Where the page rounds, or leaves a step out: what it prints, and what it works out to. */
  note?: string;
}

/** A rule that a page states without a figure, with one of our own. */
export interface Rule extends Example {
  /** How the expected figure comes about, by hand. */
  reckoning: string;
}
