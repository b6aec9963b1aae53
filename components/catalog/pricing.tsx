"use client";

import { parseAsStringLiteral, useQueryStates } from "nuqs";
import { startCheckout } from "@/components/api/billing-calls";
import { RefusalNote } from "@/components/api/refusal-note";
import { useAct } from "@/components/api/use-act";
import { Comparison } from "./comparison";
import { computeFreeMonths, type SwitchInterval, sortByPrice } from "./compute-price";
import { CreditPacks } from "./credit-packs";
import { OtherPlans } from "./other-plans";
import { PricingSwitches } from "./pricing-switches";
import { SteadyPlans } from "./steady-plans";
import type { PricingData, Purchase } from "./types";

export type PricingProps = { data: PricingData; checkout?: typeof startCheckout };

const INTERVALS = ["month", "year"] as const satisfies readonly SwitchInterval[];

/** The button that was refused may be far below: brings the reason into sight. */
function showRefusal(note: HTMLElement | null): void {
  note?.scrollIntoView({ block: "center" });
  note?.focus({ preventScroll: true });
}

/** All plans, packs and limits. Interval and currency are in the URL. */
export function Pricing({ data, checkout = startCheckout }: PricingProps) {
  const { currencies, steady, other } = data;
  const [choice, setChoice] = useQueryStates({
    interval: parseAsStringLiteral(INTERVALS).withDefault("month"),
    currency: parseAsStringLiteral(currencies).withDefault(data.currency),
  });
  const act = useAct(checkout);
  async function buy(lookupKey: string) {
    const { account } = data;
    // Without an account the buttons are links to making one.
    if (account === null) return;
    const result = await act.run(lookupKey, { price: lookupKey, currency: choice.currency, account });
    if (result.ok) window.location.assign(result.data.url);
  }
  const here = `/pricing?interval=${choice.interval}&currency=${choice.currency}`;
  const purchase: Purchase = {
    currency: choice.currency,
    busyWith: act.busyWith,
    buy: (lookupKey) => void buy(lookupKey),
    signUpHref: data.signUpHref === null ? null : `${data.signUpHref}?next=${encodeURIComponent(here)}`,
  };
  return (
    <main id="main" tabIndex={-1} className="outline-none">
      <div className="mx-auto w-full max-w-[79rem] px-8 pt-12 pb-6 max-sm:px-4 max-sm:pt-7 max-sm:pb-5">
        <h1 className="max-w-160 text-balance font-[640] text-3xl tracking-[-0.027em] max-sm:text-2xl">
          Every limit in plain sight, before you pay
        </h1>
        <p className="mt-3 max-w-150 text-md text-muted">
          Three plans for steady work, three ways to pay without one. Tax is added at checkout and shown to
          the cent.
        </p>
      </div>
      <div className="mx-auto flex w-full max-w-[79rem] flex-col gap-12 px-8 pb-18 max-sm:gap-8 max-sm:px-4 max-sm:pb-12">
        <section aria-labelledby="plans-heading">
          <h2 id="plans-heading" className="sr-only">
            Plans
          </h2>
          <PricingSwitches
            interval={choice.interval}
            currency={choice.currency}
            currencies={currencies}
            freeMonths={computeFreeMonths(steady, choice.currency)}
            onChange={(change) => void setChoice(change)}
          />
          {act.refusal ? (
            <div ref={showRefusal} tabIndex={-1} className="mb-4 outline-none">
              <RefusalNote title="The checkout did not open. Nothing was charged." refusal={act.refusal} />
            </div>
          ) : null}
          <SteadyPlans
            plans={steady}
            interval={choice.interval}
            currentTier={data.currentTier}
            purchase={purchase}
          />
          {data.trialDays ? <TrialNote data={data} days={data.trialDays} /> : null}
        </section>
        <OtherPlans plans={other} currentTier={data.currentTier} purchase={purchase} />
        <CreditPacks packs={data.packs} purchase={purchase} />
        <Comparison
          plans={sortByPrice([...steady, ...other], currencies[0] ?? "usd")}
          features={data.features}
          currentTier={data.currentTier}
        />
      </div>
    </main>
  );
}

function TrialNote({ data, days }: { data: PricingData; days: number }) {
  const names = data.steady
    .filter((plan) => plan.prices.some((price) => price.interval === "month"))
    .map((plan) => plan.name);
  return (
    <p className="mt-3 text-muted text-xs">
      New accounts start {names.join(" and ")} with a {days}-day trial. You see the exact amount before any
      charge.
    </p>
  );
}
