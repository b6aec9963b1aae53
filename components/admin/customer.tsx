"use client";

import { InvoicesCard } from "@/components/billing/invoices-card";
import { PlanBadge } from "@/components/billing/status-badge";
import { useFormat } from "@/components/format/format-provider";
import { PageName } from "@/components/layout/page-name";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { DateTime } from "@/components/ui/date-time";
import { Empty } from "@/components/ui/empty";
import { Timeline } from "@/components/ui/timeline";
import { LimitMeter } from "@/components/usage/limit-meter";
import { CustomerKeysCard } from "./customer-keys-card";
import { CustomerMembersCard } from "./customer-members-card";
import { FactList } from "./fact-list";
import type { CustomerData } from "./types";

/** Everything there is about one customer. */
export function Customer({ data }: { data: CustomerData }) {
  return (
    <>
      <PageName name={data.name} />
      <CustomerHeader data={data} />
      <div className="grid grid-cols-1 gap-4 *:min-w-0 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="flex flex-col gap-4">
          <FactCard id="subscription" title="Subscription" facts={data.subscription} />
          <UsageCard data={data} />
          <InvoicesCard invoices={data.invoices} allHref={null} />
          <CustomerMembersCard members={data.members} />
          <CustomerKeysCard keys={data.keys} />
        </div>
        <div className="flex flex-col gap-4">
          <FactCard id="profile" title="Profile" facts={data.profile} />
          <ActivityCard data={data} />
        </div>
      </div>
    </>
  );
}

function CustomerHeader({ data }: { data: CustomerData }) {
  const { formatDate, formatDateTime, formatTime } = useFormat();
  const { name, plan, visit, now } = data;
  return (
    <div className="flex items-start gap-4">
      <Avatar name={name} of="account" size="lg" />
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-2">
          <h1 className="font-[620] text-xl tracking-[-0.018em] [overflow-wrap:anywhere]">{name}</h1>
          <PlanBadge plan={plan} now={now} />
          {plan.status === "free" ? null : <Badge>{plan.name}</Badge>}
        </div>
        <p className="mt-1 text-muted">
          Customer since {formatDate(data.createdAt)}.{data.owner ? ` Owner ${data.owner}.` : ""}
        </p>
        <p className="mt-1 text-muted text-sm [overflow-wrap:anywhere]">
          Opened by you at <time title={formatDateTime(visit.openedAt)}>{formatTime(visit.openedAt)}</time>,
          until <time title={formatDateTime(visit.endsAt)}>{formatTime(visit.endsAt)}</time>: “{visit.reason}
          ”. The owner can read this.
        </p>
      </div>
    </div>
  );
}

type FactCardProps = { id: string; title: string; facts: CustomerData["profile"] };

function FactCard({ id, title, facts }: FactCardProps) {
  return (
    <Card labelledBy={`${id}-heading`}>
      <CardHeader title={title} titleId={`${id}-heading`} />
      <CardBody>
        <FactList facts={facts} />
      </CardBody>
    </Card>
  );
}

function UsageCard({ data: { limits, now } }: { data: CustomerData }) {
  const measured = limits.filter(({ limit }) => limit !== null && limit > 0);
  return (
    <Card labelledBy="usage-heading">
      <CardHeader title="Usage this cycle" titleId="usage-heading" />
      {measured.length > 0 ? (
        <CardBody>
          <div className="grid grid-cols-1 gap-x-8 gap-y-5 sm:grid-cols-2">
            {measured.map((reading) => (
              <LimitMeter key={reading.feature} reading={reading} now={now} mini />
            ))}
          </div>
        </CardBody>
      ) : (
        <Empty title="Nothing is measured">This plan has no counted limits.</Empty>
      )}
    </Card>
  );
}

function ActivityCard({ data: { id, activity, now } }: { data: CustomerData }) {
  return (
    <Card labelledBy="activity-heading">
      <CardHeader
        title="Activity"
        titleId="activity-heading"
        description="The latest of the account’s audit log."
      >
        <ButtonLink href={`/admin/audit?account=${id}`} size="sm" prefetch={false}>
          Whole log
        </ButtonLink>
      </CardHeader>
      <CardBody>
        <Timeline
          entries={activity.map(({ id: entryId, label, by, reason, occurredAt }) => ({
            id: entryId,
            title: label,
            detail: reason ? `${by}: “${reason}”` : by,
            when: <DateTime at={occurredAt} as="when" now={now} />,
          }))}
        />
      </CardBody>
    </Card>
  );
}
