"use client";

import {
  Ban,
  CalendarX2,
  Check,
  CircleAlert,
  CircleDashed,
  Clock,
  OctagonX,
  Pause,
  Pencil,
  Undo2,
  X,
} from "lucide-react";
import { computeDaysLeft } from "@/components/format/format-date";
import { useFormat } from "@/components/format/format-provider";
import { Badge } from "@/components/ui/badge";
import type { InvoiceRow, PlanSummary } from "./types";

/** State of a subscription. A plan that ends by choice says when. */
export function PlanBadge({ plan, now }: { plan: PlanSummary; now: string }) {
  const { formatDay, formatQuantity } = useFormat();
  if (plan.cancelAt && (plan.status === "active" || plan.status === "trialing")) {
    return (
      <Badge tone="warning" icon={<CalendarX2 aria-hidden />}>
        Ends {formatDay(plan.cancelAt)}
      </Badge>
    );
  }
  switch (plan.status) {
    case "free":
      return <Badge>Free</Badge>;
    case "active":
      return (
        <Badge tone="success" icon={<Check aria-hidden />}>
          Active
        </Badge>
      );
    case "trialing":
      return (
        <Badge tone="info" icon={<Clock aria-hidden />}>
          {plan.trialEnd
            ? `Trial, ${formatQuantity(computeDaysLeft(plan.trialEnd, now), "day")} left`
            : "Trial"}
        </Badge>
      );
    case "past_due":
      return (
        <Badge tone="danger" icon={<CircleAlert aria-hidden />}>
          Past due
        </Badge>
      );
    case "unpaid":
      return (
        <Badge tone="danger" icon={<OctagonX aria-hidden />}>
          Unpaid
        </Badge>
      );
    case "paused":
      return <Badge icon={<Pause aria-hidden />}>Paused</Badge>;
    case "incomplete":
      return (
        <Badge tone="info" icon={<CircleDashed aria-hidden />}>
          Waiting for payment
        </Badge>
      );
    case "incomplete_expired":
    case "canceled":
      return <Badge icon={<X aria-hidden />}>Canceled</Badge>;
  }
}

/** State of an invoice; a refund says how much. */
export function InvoiceBadge({ invoice }: { invoice: InvoiceRow }) {
  const { formatMoney } = useFormat();
  if (invoice.refunded && invoice.refunded.amountMinor > 0) {
    return (
      <Badge tone="info" icon={<Undo2 aria-hidden />}>
        {formatMoney(invoice.refunded)} refunded
      </Badge>
    );
  }
  switch (invoice.status) {
    case "paid":
      return (
        <Badge tone="success" icon={<Check aria-hidden />}>
          Paid
        </Badge>
      );
    case "open":
      return (
        <Badge tone="info" icon={<CircleDashed aria-hidden />}>
          Open
        </Badge>
      );
    case "draft":
      return <Badge icon={<Pencil aria-hidden />}>Draft</Badge>;
    case "void":
      return <Badge icon={<Ban aria-hidden />}>Void</Badge>;
    case "past_due":
      return (
        <Badge tone="danger" icon={<CircleAlert aria-hidden />}>
          Past due
        </Badge>
      );
    case "uncollectible":
      return (
        <Badge tone="danger" icon={<OctagonX aria-hidden />}>
          Not collected
        </Badge>
      );
    case "refunded":
      return (
        <Badge tone="info" icon={<Undo2 aria-hidden />}>
          Refunded
        </Badge>
      );
  }
}
