"use client";

import type { Format } from "@/components/format/create-format";
import { useFormat } from "@/components/format/format-provider";
import { Banner } from "@/components/ui/banner";
import { buttonVariants } from "@/components/ui/button-variants";
import { PortalButton } from "./portal-button";
import type { FailedPayment } from "./types";

/** A charge that was declined: what happened, what happens next, and the two ways out. */
export function FailedPaymentBanner({
  payment,
  canOpenPortal,
}: {
  payment: FailedPayment;
  canOpenPortal: boolean;
}) {
  const format = useFormat();
  const amount = format.formatMoney(payment.amount);
  return (
    <Banner
      tone="danger"
      role="alert"
      title={`Payment of ${amount} did not go through`}
      actions={
        <>
          {canOpenPortal ? (
            <PortalButton size="sm" flow="payment_method_update">
              Use another card
            </PortalButton>
          ) : null}
          {payment.payUrl ? (
            <a href={payment.payUrl} className={buttonVariants({ size: "sm", variant: "primary" })}>
              Pay {amount} now
            </a>
          ) : null}
        </>
      }
    >
      <p>{describeFailure(payment, format)}</p>
    </Banner>
  );
}

function describeFailure(payment: FailedPayment, format: Format): string {
  const method = payment.method ?? "Your payment";
  const reason = payment.reason ? ` for ${payment.reason}` : "";
  const next = payment.nextAttemptAt ? ` We try again on ${format.formatDay(payment.nextAttemptAt)}.` : "";
  return `${method} was declined on ${format.formatDay(payment.declinedAt)}${reason}.${next} Nothing is deleted.`;
}
