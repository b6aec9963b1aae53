import type { Metadata } from "next";
import { buildSettingsTabs } from "@/app/_server/build-settings-tabs";
import { requirePageContext } from "@/app/_server/page-context";
import { NotificationSettings } from "@/components/settings/notification-settings";
import { listNotificationChoices } from "@/lib/notifications";

export const metadata: Metadata = { title: "Notifications" };

export default async function NotificationsPage({ params }: { params: Promise<{ account: string }> }) {
  const { account } = await params;
  const { person, membership } = await requirePageContext(account, "/settings/notifications");
  return (
    <NotificationSettings
      rows={await listNotificationChoices(person.id)}
      email={person.email}
      tabs={buildSettingsTabs(membership)}
    />
  );
}
