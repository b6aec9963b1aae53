import type { Money } from "@/components/format/types";

/** How often a price is charged. `none` is the free tier. */
export type PriceInterval = "none" | "once" | "month" | "quarter" | "year";

/** Minor units by lower-case currency code: `{ usd: 1490, inr: 14900, gbp: 1190 }`. */
export type Amounts = Readonly<Record<string, number>>;

export type CatalogPrice = { lookupKey: string; interval: PriceInterval; amounts: Amounts };

/** What a plan gives for one feature. */
export type PlanLimit =
  | { kind: "absent" }
  | { kind: "included" }
  | { kind: "unlimited" }
  | {
      kind: "count";
      value: number;
      /** Lasts for the life of the account and does not reset. */
      once?: boolean | undefined;
      perSite?: boolean | undefined;
      /** Price of each unit above the limit. */
      thenEach?: Money | undefined;
    }
  | { kind: "choice"; label: string };

/** What the button of a plan does. `checkout` posts the price chosen by interval and currency. */
export type PlanAct =
  | { kind: "checkout"; label: string; primary?: boolean | undefined }
  | { kind: "link"; label: string; href: string; primary?: boolean | undefined }
  | { kind: "refused"; label: string; reason: string };

export type CatalogPlan = {
  tier: string;
  name: string;
  /** One sentence under the name. */
  summary: string;
  prices: readonly CatalogPrice[];
  /** Lines with a tick on the card. */
  highlights: readonly string[];
  /** By feature key; a missing key is absent. */
  limits: Readonly<Record<string, PlanLimit>>;
  act: PlanAct;
};

export type CatalogFeature = {
  key: string;
  name: string;
  group: "limits" | "features" | "api";
  /** "a month", "a day", "an hour", "at a time"; null for switches and choices. */
  per: string | null;
};

export type CreditPack = { lookupKey: string; credits: number; amounts: Amounts };

/** Everything the pricing page shows. Plans come in the order they are drawn. */
export type PricingData = {
  /** The three steady plans, joined. */
  steady: readonly CatalogPlan[];
  /** The ways to pay without a monthly plan. */
  other: readonly CatalogPlan[];
  packs: readonly CreditPack[];
  features: readonly CatalogFeature[];
  /** Lower-case codes in the order of the switch. */
  currencies: readonly string[];
  /** The one that prices are shown in first. */
  currency: string;
  /** Slug of the account that the plans are shown for and bought by; null when nobody is signed in. */
  account: string | null;
  currentTier: string | null;
  /**
   * Where a visitor who is not signed in makes an account; buying links there with `?next=` this page.
   * Null when the visitor is signed in.
   */
  signUpHref: string | null;
  /** Trial of new accounts in days; null hides the sentence. */
  trialDays: number | null;
};

/** What a purchase button needs to know. */
export type Purchase = {
  currency: string;
  /** Lookup key of the checkout being opened; null when none is. */
  busyWith: string | null;
  buy: (lookupKey: string) => void;
  /** Where to make an account first; null when signed in. */
  signUpHref: string | null;
};
