"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { updatePreferences } from "@/components/api/profile-calls";
import { useAct } from "@/components/api/use-act";
import { createFormat } from "@/components/format/create-format";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardFooter, CardHeader } from "@/components/ui/card";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { Select, type SelectOption } from "@/components/ui/select";
import { showResult } from "@/components/ui/toast";
import type { Preferences } from "./types";

export type WritingCardProps = {
  initial: Preferences;
  locales: readonly SelectOption[];
  timeZones: readonly SelectOption[];
  currencies: readonly SelectOption[];
  now: string;
};

/** Stands for "the catalog's own", since a choice cannot be null. */
const CATALOG = "catalog";

/** Time zone, writing and currency, with an example of what they do. */
export function WritingCard({ initial, locales, timeZones, currencies, now }: WritingCardProps) {
  const router = useRouter();
  const titleId = useId();
  const act = useAct(updatePreferences);
  const [wanted, setWanted] = useState(initial);
  const { locale, timeZone, currency } = wanted;
  const changed = locale !== initial.locale || timeZone !== initial.timeZone || currency !== initial.currency;
  const sample = createFormat({ locale, timeZone });
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!changed) return;
    const result = await act.run("save", { locale, timeZone, currency });
    if (!result.ok) return;
    act.clear();
    showResult({ title: "Your preferences were saved" });
    router.refresh();
  }
  return (
    <Card labelledBy={titleId}>
      <form onSubmit={(event) => void submit(event)}>
        <CardHeader title="Time, numbers and money" titleId={titleId} />
        <CardBody className="grid grid-cols-1 gap-4 sm:grid-cols-2">
          <Field label="Time zone" hint="Every time on every page is shown in it.">
            {({ id, describedBy }) => (
              <Combobox
                id={id}
                label="Time zones"
                value={timeZone}
                options={timeZones}
                describedBy={describedBy}
                onChange={(next) => setWanted({ ...wanted, timeZone: next })}
              />
            )}
          </Field>
          <Field label="Numbers and dates" hint="Only how they are written: words stay English.">
            {({ id }) => (
              <Select
                field
                id={id}
                label="Numbers and dates"
                value={locale}
                options={locales}
                onChange={(next) => setWanted({ ...wanted, locale: next })}
              />
            )}
          </Field>
          <Field
            label="Prices in"
            hint="Shown first on the pricing page. What an account is charged in stays."
          >
            {({ id }) => (
              <Select
                field
                id={id}
                label="Prices in"
                value={currency ?? CATALOG}
                options={[{ value: CATALOG, label: "As the catalog lists them" }, ...currencies]}
                onChange={(next) => setWanted({ ...wanted, currency: next === CATALOG ? null : next })}
              />
            )}
          </Field>
          <div className="flex flex-col gap-1.5">
            <span className="font-medium text-sm">Example</span>
            <output aria-label="Example" className="text-muted text-sm tabular-nums">
              {sample.formatDateTime(now)}
              <br />
              {sample.formatCount(1_234_567)} calls,{" "}
              {sample.formatMoney({ amountMinor: 149_000, currency: currency ?? "usd" })}
            </output>
          </div>
          {act.refusal ? (
            <p role="alert" className="text-danger text-sm sm:col-span-2">
              Nothing was saved. {act.refusal.message}
            </p>
          ) : null}
        </CardBody>
        <CardFooter>
          <span>For you alone; members of your accounts have their own.</span>
          <Button
            type="submit"
            busy={act.busyWith !== null}
            disabledReason={changed ? null : "Change something first."}
          >
            Save preferences
          </Button>
        </CardFooter>
      </form>
    </Card>
  );
}
