"use client";

import { describePlanLine } from "@/components/billing/describe-plan";
import { useFormat } from "@/components/format/format-provider";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { RegisterFigure } from "@/components/ui/register-figure";
import { Stat, StatBar } from "@/components/ui/stat-bar";
import { CycleCard } from "./cycle-card";
import { describeSpentLimit, findSpentLimit } from "./describe-limits";
import { LimitsCard } from "./limits-card";
import { NoticesCard } from "./notices-card";
import type { OverviewData } from "./types";

export type OverviewProps = {
  data: OverviewData;
  /** Pages that exist; a null leaves its link out. */
  links?: {
    usage?: string | null | undefined;
    upgrade?: string | null | undefined;
    apiKeys?: string | null | undefined;
    inbox?: string | null | undefined;
  };
};

/** The account at a glance: what is charged next, every limit, the pace of this cycle. */
export function Overview({ data, links = {} }: OverviewProps) {
  const format = useFormat();
  const { plan, limits, cycle, notices, stats, now } = data;
  const spent = findSpentLimit(limits);
  const spentWords = spent ? describeSpentLimit(spent, format) : null;
  const fresh = plan.status === "free" && limits.every((reading) => reading.used === 0);
  const usage = links.usage ?? null;
  const upgrade = links.upgrade ?? null;
  return (
    <>
      <PageHeader
        title={fresh ? `Welcome, ${data.accountName}` : data.accountName}
        actions={
          <>
            {usage && !fresh ? <ButtonLink href={usage}>View usage</ButtonLink> : null}
            {upgrade ? (
              <ButtonLink href={upgrade} variant="primary">
                {plan.status === "free" ? "See plans" : "Upgrade plan"}
              </ButtonLink>
            ) : null}
          </>
        }
      >
        {fresh ? `You are on ${plan.name}. Nothing has been counted yet.` : describePlanLine(plan, format)}
      </PageHeader>
      {spentWords ? (
        <Banner
          tone="danger"
          stop
          role="status"
          title={spentWords.title}
          actions={
            upgrade ? (
              <ButtonLink href={upgrade} size="sm">
                See the upgrade
              </ButtonLink>
            ) : null
          }
        >
          <p>{spentWords.text}</p>
        </Banner>
      ) : null}
      {stats.length > 0 ? (
        <Card label="At a glance">
          <StatBar>
            {stats.map((stat) => (
              <Stat
                key={stat.label}
                label={stat.label}
                value={"money" in stat.value ? <RegisterFigure money={stat.value.money} /> : stat.value.text}
                detail={stat.detail}
                definition={stat.definition}
              />
            ))}
          </StatBar>
        </Card>
      ) : null}
      <LimitsCard limits={limits} planName={plan.name} usageHref={usage} now={now} />
      <div
        className={
          cycle && notices
            ? "grid grid-cols-1 gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]"
            : "grid gap-4"
        }
      >
        {cycle ? <CycleCard cycle={cycle} now={now} createKeyHref={links.apiKeys ?? null} /> : null}
        {notices ? <NoticesCard notices={notices} inboxHref={links.inbox ?? null} now={now} /> : null}
      </div>
    </>
  );
}
