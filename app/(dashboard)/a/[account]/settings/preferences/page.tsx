import type { Metadata } from "next";
import { buildSettingsTabs } from "@/app/_server/build-settings-tabs";
import { requirePageContext } from "@/app/_server/page-context";
import { getReader } from "@/app/_server/reader";
import { PreferencesSettings } from "@/components/settings/preferences-settings";
import { listCurrencyOptions, listLocaleOptions, listTimeZoneOptions } from "./options";

export const metadata: Metadata = { title: "Preferences" };

export default async function PreferencesPage({ params }: { params: Promise<{ account: string }> }) {
  const { account } = await params;
  const { ctx, membership } = await requirePageContext(account, "/settings/preferences");
  const preferences = await getReader();
  const now = ctx.clock.now();
  return (
    <PreferencesSettings
      preferences={preferences}
      locales={listLocaleOptions()}
      timeZones={listTimeZoneOptions(preferences.timeZone, now)}
      currencies={listCurrencyOptions()}
      tabs={buildSettingsTabs(membership)}
      now={now.toISOString()}
    />
  );
}
