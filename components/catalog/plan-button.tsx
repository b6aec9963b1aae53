"use client";

import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import type { CatalogPrice, PlanAct, Purchase } from "./types";

export type PlanButtonProps = {
  act: PlanAct;
  price: CatalogPrice | null;
  size: "md" | "sm";
  purchase: Purchase;
};

/** The one button of a plan: buys, leads on, or says why not. */
export function PlanButton({ act, price, size, purchase }: PlanButtonProps) {
  if (act.kind === "refused") {
    return (
      <Button block size={size} disabledReason={act.reason}>
        {act.label}
      </Button>
    );
  }
  const variant = act.primary ? "primary" : "default";
  if (act.kind === "link") {
    return (
      <ButtonLink block href={act.href} size={size} variant={variant}>
        {act.label}
      </ButtonLink>
    );
  }
  if (price === null) return null;
  if (purchase.signUpHref !== null) {
    return (
      <ButtonLink block href={purchase.signUpHref} size={size} variant={variant}>
        {act.label}
      </ButtonLink>
    );
  }
  const busy = purchase.busyWith === price.lookupKey;
  return (
    <Button
      block
      size={size}
      variant={variant}
      busy={busy}
      disabled={purchase.busyWith !== null && !busy}
      onClick={() => purchase.buy(price.lookupKey)}
    >
      {act.label}
    </Button>
  );
}
