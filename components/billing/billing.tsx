import { ExternalLink } from "lucide-react";
import { PageHeader } from "@/components/ui/page-header";
import { BillingDetailsCard } from "./billing-details-card";
import { FailedPaymentBanner } from "./failed-payment-banner";
import { InvoicesCard } from "./invoices-card";
import { PaymentMethodCard } from "./payment-method-card";
import { PlanCard } from "./plan-card";
import { PortalButton } from "./portal-button";
import type { BillingData } from "./types";

export type BillingProps = {
  data: BillingData;
  now: string;
  /** Where another plan is chosen; null while that is not possible. */
  changePlanHref?: string | null | undefined;
  allInvoicesHref?: string | null | undefined;
};

/** The plan, how the account pays, and every invoice. */
export function Billing({ data, now, changePlanHref = null, allInvoicesHref = null }: BillingProps) {
  const { plan, canOpenPortal, failedPayment } = data;
  const owes = plan.status === "past_due" || plan.status === "unpaid";
  return (
    <>
      <PageHeader
        title="Billing"
        actions={
          canOpenPortal ? (
            <PortalButton icon={<ExternalLink aria-hidden className="size-3.5 stroke-2" />}>
              Open provider portal
            </PortalButton>
          ) : null
        }
      >
        Your plan, how you pay, and every invoice.
      </PageHeader>
      {failedPayment ? <FailedPaymentBanner payment={failedPayment} canOpenPortal={canOpenPortal} /> : null}
      <div className="grid grid-cols-1 gap-4 *:min-w-0 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="flex flex-col gap-4">
          <PlanCard
            plan={plan}
            limits={data.limits}
            now={now}
            changePlanHref={changePlanHref}
            changeRefused={owes ? "Plan changes are possible once the open invoice is paid." : null}
            canOpenPortal={canOpenPortal}
          />
          <InvoicesCard invoices={data.invoices} allHref={data.hasMoreInvoices ? allInvoicesHref : null} />
        </div>
        <div className="flex flex-col gap-4">
          <PaymentMethodCard method={data.paymentMethod} canOpenPortal={canOpenPortal} />
          {data.details ? <BillingDetailsCard details={data.details} canOpenPortal={canOpenPortal} /> : null}
        </div>
      </div>
    </>
  );
}
