"use client";

import { CircleCheck } from "lucide-react";
import type { Format } from "@/components/format/create-format";
import { useFormat } from "@/components/format/format-provider";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { buttonVariants } from "@/components/ui/button-variants";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import { PageHeader } from "@/components/ui/page-header";
import { LimitMeter } from "@/components/usage/limit-meter";
import { RefreshWhileWaiting } from "./refresh-while-waiting";
import type { CheckoutOutcome } from "./types";

export type CheckoutReturnProps = {
  outcome: CheckoutOutcome;
  now: string;
  overviewHref: string;
  billingHref: string;
};

type Done = Extract<CheckoutOutcome, { kind: "done" }>;

/** Where the provider's checkout leads back to: what was bought, or why not, and what was charged. */
export function CheckoutReturn(props: CheckoutReturnProps) {
  const format = useFormat();
  const { outcome, now, overviewHref, billingHref } = props;
  if (outcome.kind === "done") {
    return <CheckoutDone outcome={outcome} now={now} overviewHref={overviewHref} billingHref={billingHref} />;
  }
  if (outcome.kind === "processing")
    return <CheckoutProcessing bought={outcome.bought} billingHref={billingHref} />;
  const words = describeEnd(outcome, format);
  return (
    <>
      <PageHeader title={words.title}>{words.lead}</PageHeader>
      {outcome.kind === "failed" ? (
        <Banner tone="danger" role="alert" title={words.bannerTitle}>
          <p>{words.bannerText}</p>
        </Banner>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <ButtonLink href={outcome.retryHref} variant="primary">
          {outcome.kind === "failed" ? "Try another card" : "Back to the plans"}
        </ButtonLink>
        <ButtonLink href={billingHref}>Go to billing</ButtonLink>
      </div>
    </>
  );
}

type DonePartProps = { outcome: Done; now: string; overviewHref: string; billingHref: string };

function CheckoutDone({ outcome, now, overviewHref, billingHref }: DonePartProps) {
  const format = useFormat();
  const measured = outcome.limits.filter((reading) => reading.limit !== null && reading.limit > 0);
  return (
    <>
      <PageHeader title={`You have ${outcome.bought}`}>It is active now.</PageHeader>
      <div
        role="status"
        className="flex items-start gap-3 rounded-card border border-success-line bg-success-soft px-4 py-3.5 text-success"
      >
        <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 stroke-[1.75]" />
        <div className="min-w-0">
          <h2>{describePaid(outcome, format)}</h2>
          <p className="mt-0.5 text-ink text-sm">{describeNext(outcome, format)}</p>
        </div>
      </div>
      {measured.length > 0 ? (
        <Card labelledBy="new-limits-heading">
          <CardHeader title="Your limits now" titleId="new-limits-heading" />
          <CardBody>
            <div className="grid grid-cols-1 gap-x-8 gap-y-7 sm:grid-cols-2 lg:grid-cols-3">
              {measured.map((reading) => (
                <LimitMeter key={reading.feature} reading={reading} now={now} />
              ))}
            </div>
          </CardBody>
        </Card>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <ButtonLink href={overviewHref} variant="primary">
          Go to overview
        </ButtonLink>
        <ButtonLink href={billingHref}>See billing</ButtonLink>
        {outcome.invoiceUrl ? (
          <a
            href={outcome.invoiceUrl}
            target="_blank"
            rel="noreferrer"
            className={buttonVariants({ variant: "quiet" })}
          >
            See the invoice
          </a>
        ) : null}
      </div>
    </>
  );
}

function CheckoutProcessing({ bought, billingHref }: { bought: string | null; billingHref: string }) {
  return (
    <Card>
      <div role="status">
        <Empty
          level={1}
          reading={0.5}
          title="Your payment is being confirmed"
          actions={
            <>
              <RefreshWhileWaiting />
              <ButtonLink href={billingHref}>Go to billing</ButtonLink>
            </>
          }
        >
          {bought
            ? `The bank has not answered yet. ${bought} starts by itself when it does; you can leave this page.`
            : "The bank has not answered yet. What you bought starts by itself when it does; you can leave this page."}
        </Empty>
      </div>
    </Card>
  );
}

function describePaid({ paid, trialEnd }: Done, format: Format): string {
  if (trialEnd) return "Nothing was charged today";
  return paid && paid.amountMinor > 0 ? `${format.formatMoney(paid)} paid` : "Nothing was charged";
}

function describeNext({ trialEnd, periodEnd }: Done, format: Format): string {
  if (trialEnd)
    return `Your trial ends on ${format.formatDate(trialEnd)}. Cancel before that day and nothing is charged.`;
  if (periodEnd) return `It renews on ${format.formatDate(periodEnd)}. The receipt is in your invoices.`;
  return "Nothing renews. The receipt is in your invoices.";
}

type EndWords = { title: string; lead: string; bannerTitle: string; bannerText: string };

function describeEnd(
  outcome: Exclude<CheckoutOutcome, { kind: "done" | "processing" }>,
  format: Format,
): EndWords {
  const quiet = { bannerTitle: "", bannerText: "" };
  if (outcome.kind === "expired") {
    return {
      title: "The checkout has expired",
      lead: "Nothing was charged and your plan is as it was.",
      ...quiet,
    };
  }
  if (outcome.kind === "canceled") {
    return {
      title: "You left the checkout",
      lead: "Nothing was charged and your plan is as it was.",
      ...quiet,
    };
  }
  const amount = outcome.amount ? format.formatMoney(outcome.amount) : "the payment";
  return {
    title: "The payment did not go through",
    lead: "Your plan is as it was.",
    bannerTitle: `Your bank declined ${amount}`,
    bannerText: outcome.reason
      ? `Nothing was charged. The bank gave the reason “${outcome.reason}”.`
      : "Nothing was charged. The bank gave no reason.",
  };
}
