import type { PriceInterval } from "@/components/catalog/types";
import type { Money } from "@/components/format/types";

/** A plan in one line, as the front page shows it. */
export type LandingPlan = {
  tier: string;
  name: string;
  summary: string;
  price: Money;
  interval: PriceInterval;
};
