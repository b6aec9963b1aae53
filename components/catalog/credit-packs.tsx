"use client";

import { useFormat } from "@/components/format/format-provider";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { RegisterFigure } from "@/components/ui/register-figure";
import { findAmount } from "./compute-price";
import type { CreditPack, Purchase } from "./types";

/** Packs of credits, with the price of one credit in each. */
export function CreditPacks({ packs, purchase }: { packs: readonly CreditPack[]; purchase: Purchase }) {
  if (packs.length === 0) return null;
  return (
    <section
      aria-labelledby="packs-heading"
      className="grid grid-cols-1 rounded-card border border-line bg-surface *:border-line *:p-5 max-md:*:not-first:border-t max-md:*:px-4 md:grid-cols-[minmax(0,1.3fr)_repeat(3,minmax(0,1fr))] md:*:not-first:border-l"
    >
      <div>
        <h2 id="packs-heading">Credit packs</h2>
        <p className="mt-1 text-muted text-sm">
          A generation over your plan’s limit uses one credit. Works with every plan.
        </p>
      </div>
      {packs.map((pack) => (
        <Pack key={pack.lookupKey} pack={pack} purchase={purchase} />
      ))}
    </section>
  );
}

function Pack({ pack, purchase }: { pack: CreditPack; purchase: Purchase }) {
  const { formatCount, formatUnitPrice } = useFormat();
  const amount = findAmount(pack.amounts, purchase.currency);
  const name = `${formatCount(pack.credits)} credits`;
  const busy = purchase.busyWith === pack.lookupKey;
  const look = "mt-3 max-md:mt-0";
  return (
    <div className="max-md:flex max-md:items-center max-md:justify-between max-md:gap-3">
      <div className="min-w-0">
        <h3 className="font-medium text-sm">{name}</h3>
        {amount ? (
          <>
            <RegisterFigure money={amount} className="font-[620] text-xl tracking-[-0.03em]" />
            <div className="text-muted text-xs tabular-nums">
              {formatUnitPrice(amount, pack.credits)} a credit
            </div>
          </>
        ) : (
          <div className="text-muted text-sm">not sold in this currency</div>
        )}
      </div>
      {amount === null ? null : purchase.signUpHref !== null ? (
        <ButtonLink href={purchase.signUpHref} size="sm" aria-label={`Buy ${name}`} className={look}>
          Buy
        </ButtonLink>
      ) : (
        <Button
          size="sm"
          aria-label={`Buy ${name}`}
          className={look}
          busy={busy}
          disabled={purchase.busyWith !== null && !busy}
          onClick={() => purchase.buy(pack.lookupKey)}
        >
          Buy
        </Button>
      )}
    </div>
  );
}
