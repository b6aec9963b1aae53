import { showDay } from "@/app/_server/zoned-days";
import type { ActivityDay } from "@/components/activity/types";
import type { Format } from "@/components/format/create-format";
import { type Activity, listActivityKinds } from "@/lib/accounts";

type Kind = Activity["kind"];

export const kindLabels: Readonly<Record<Kind, string>> = {
  account: "Account",
  team: "Team",
  api_keys: "API keys",
  billing: "Billing",
  person: "People",
  audit: "Audit log",
};

/** Kinds to choose from: those that the role sees, and those in which people find what they did themselves. */
export function listKinds(permissions: ReadonlySet<string>): readonly Kind[] {
  const seen = new Set<Kind>([...listActivityKinds(permissions), "team", "api_keys"]);
  return (Object.keys(kindLabels) as Kind[]).filter((kind) => seen.has(kind));
}

/** Activity by the days of the viewer's zone, in the order in which it comes. */
export function groupByDay(
  activities: readonly Activity[],
  timeZone: string,
  now: Date,
  format: Format,
): readonly ActivityDay[] {
  const today = showDay(now, timeZone);
  const yesterday = new Date(Date.parse(`${today}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
  const names: Readonly<Record<string, string>> = { [today]: "Today", [yesterday]: "Yesterday" };
  const days = Map.groupBy(activities, ({ occurredAt }) => showDay(new Date(occurredAt), timeZone));
  return [...days].map(([day, items]) => ({ day, label: names[day] ?? format.formatDate(day), items }));
}
