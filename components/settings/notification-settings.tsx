"use client";

import { Lock } from "lucide-react";
import { useState } from "react";
import { switchNotification } from "@/components/api/profile-calls";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { Switch } from "@/components/ui/switch";
import { showRefusal } from "@/components/ui/toast";
import { SettingsTabs } from "./settings-tabs";
import type { NotificationRow, SettingsTab } from "./types";

export type NotificationSettingsProps = {
  rows: readonly NotificationRow[];
  email: string;
  tabs: readonly SettingsTab[];
};

const GROUPS: readonly { group: NotificationRow["group"]; title: string }[] = [
  { group: "billing", title: "Billing" },
  { group: "usage", title: "Usage" },
  { group: "team", title: "Team" },
  { group: "security", title: "Security" },
];

/** What the person is told of by e-mail. A switch holds at once. */
export function NotificationSettings({ rows, email, tabs }: NotificationSettingsProps) {
  const [off, setOff] = useState<ReadonlySet<string>>(
    () => new Set(rows.filter((row) => !row.email.enabled).map((row) => row.kind)),
  );
  const note = (kind: string, enabled: boolean) =>
    setOff((before) => new Set(enabled ? [...before].filter((each) => each !== kind) : [...before, kind]));
  async function change({ kind, name }: NotificationRow, enabled: boolean) {
    note(kind, enabled);
    const result = await switchNotification(kind, enabled);
    if (result.ok) return;
    note(kind, !enabled);
    showRefusal({ title: `${name} stays as it was`, detail: result.message });
  }
  return (
    <>
      <PageHeader title="Notifications">By e-mail to {email}. What is switched off is not sent.</PageHeader>
      <SettingsTabs tabs={tabs} />
      {GROUPS.map(({ group, title }) => (
        <Card key={group} labelledBy={`notifications-${group}`}>
          <CardHeader title={title} titleId={`notifications-${group}`} />
          <CardBody className="flex flex-col divide-y divide-line py-0">
            {rows
              .filter((row) => row.group === group)
              .map((row) => (
                <div key={row.kind} className="py-3">
                  <Switch
                    checked={!off.has(row.kind)}
                    disabled={row.email.lockedReason !== null}
                    onChange={(enabled) => void change(row, enabled)}
                  >
                    <span className="block font-medium">{row.name}</span>
                    <span className="block text-muted">{row.description}</span>
                    {row.email.lockedReason ? (
                      <span className="mt-1 flex gap-1.5 text-muted text-xs">
                        <Lock aria-hidden className="mt-px size-3.5 shrink-0 stroke-2" />
                        Always on. {row.email.lockedReason}
                      </span>
                    ) : null}
                  </Switch>
                </div>
              ))}
          </CardBody>
        </Card>
      ))}
    </>
  );
}
