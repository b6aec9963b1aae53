"use client";

import { Segmented } from "@/components/ui/segmented";
import type { SwitchInterval } from "./compute-price";

export type PricingSwitchesProps = {
  interval: SwitchInterval;
  currency: string;
  currencies: readonly string[];
  freeMonths: number;
  onChange: (change: { interval?: SwitchInterval; currency?: string }) => void;
};

/** Interval and currency of every price on the page. */
export function PricingSwitches({
  interval,
  currency,
  currencies,
  freeMonths,
  onChange,
}: PricingSwitchesProps) {
  return (
    <div className="mb-4 flex flex-wrap justify-between gap-3">
      <Segmented
        label="Billing interval"
        stretch
        value={interval}
        onChange={(next) => onChange({ interval: next })}
        options={[
          { value: "month", label: "Monthly" },
          { value: "year", label: <YearlyLabel freeMonths={freeMonths} /> },
        ]}
      />
      <Segmented
        label="Currency"
        stretch
        value={currency}
        onChange={(next) => onChange({ currency: next })}
        options={currencies.map((code) => ({
          value: code,
          label: `${code.toUpperCase()} ${symbolOf(code)}`,
        }))}
      />
    </div>
  );
}

function YearlyLabel({ freeMonths }: { freeMonths: number }) {
  return (
    <>
      Yearly
      {freeMonths > 0 ? (
        <span className="text-success">
          {freeMonths === 1 ? "1 month free" : `${freeMonths} months free`}
        </span>
      ) : null}
    </>
  );
}

function symbolOf(currency: string): string {
  const format = new Intl.NumberFormat("en-US", {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
  });
  return format.formatToParts(0).find((part) => part.type === "currency")?.value ?? "";
}
