import {
  Building2,
  KeyRound,
  type LucideIcon,
  ReceiptText,
  ScrollText,
  UserRound,
  UsersRound,
} from "lucide-react";
import { SettingsTabs } from "@/components/settings/settings-tabs";
import type { SettingsTab } from "@/components/settings/types";
import { Card } from "@/components/ui/card";
import { DateTime } from "@/components/ui/date-time";
import { Empty } from "@/components/ui/empty";
import { ListPages } from "@/components/ui/list-pages";
import { PageHeader } from "@/components/ui/page-header";
import { ActivityFilter } from "./activity-filter";
import type { ActivityItem, ActivityPageData } from "./types";

const ICONS: Readonly<Record<ActivityItem["kind"], LucideIcon>> = {
  account: Building2,
  team: UsersRound,
  api_keys: KeyRound,
  billing: ReceiptText,
  person: UserRound,
  audit: ScrollText,
};

/** What happened in the account, day by day, in plain words. */
export function Activity({ data, tabs }: { data: ActivityPageData; tabs: readonly SettingsTab[] }) {
  const { days } = data;
  return (
    <>
      <PageHeader title="Activity">
        What happened in {data.accountName}, as far as your role shows it.
      </PageHeader>
      <SettingsTabs tabs={tabs} />
      <ActivityFilter kinds={data.kinds} kind={data.kind} />
      <Card label="Activity">
        {days.length === 0 ? (
          <Empty title={data.kind === "" ? "Nothing has happened yet" : "Nothing of this kind has happened"}>
            Changes to the account, its team, keys and billing show here.
          </Empty>
        ) : (
          days.map(({ day, label, items }) => (
            <section key={day} aria-labelledby={`day-${day}`} className="border-line not-first:border-t">
              <h2 id={`day-${day}`} className="px-5 pt-4 pb-1 text-muted text-sm max-sm:px-4">
                {label}
              </h2>
              <ul className="divide-y divide-line">
                {items.map((item) => (
                  <ActivityLine key={item.id} item={item} now={data.now} />
                ))}
              </ul>
            </section>
          ))
        )}
        <ListPages noun="activity" newestHref={data.newestHref} olderHref={data.olderHref} />
      </Card>
    </>
  );
}

function ActivityLine({ item, now }: { item: ActivityItem; now: string }) {
  const Drawing = ICONS[item.kind];
  return (
    <li className="flex items-start gap-3 px-5 py-3 max-sm:px-4">
      <Drawing aria-hidden className="mt-0.5 size-4 shrink-0 stroke-[1.75] text-muted" />
      <span className="min-w-0 flex-1 text-sm [overflow-wrap:anywhere]">{item.sentence}</span>
      <DateTime
        at={item.occurredAt}
        as="relative"
        now={now}
        className="shrink-0 text-muted text-xs leading-5 tabular-nums"
      />
    </li>
  );
}
