export interface SeedWish {
  customers: number;
  /** How many of them subscribe. */
  subscriptions: number;
  /** How long ago the first of them came. */
  months: number;
  /** Of the random numbers: the same one makes the same shop. */
  seed: number;
}

/** Sets by name, for the control page and for whoever wants the same again. */
export const DEMO_SETS: Readonly<Record<"studio" | "shop" | "crowd", Omit<SeedWish, "seed">>> = {
  studio: { customers: 12, subscriptions: 10, months: 3 },
  shop: { customers: 200, subscriptions: 150, months: 12 },
  crowd: { customers: 2_000, subscriptions: 1_600, months: 12 },
};
