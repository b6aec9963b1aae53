"use client";

import { PageHeader } from "@/components/ui/page-header";
import { SettingsTabs } from "./settings-tabs";
import { ThemeCard } from "./theme-card";
import type { Preferences, SettingsTab } from "./types";
import { WritingCard, type WritingCardProps } from "./writing-card";

export type PreferencesSettingsProps = Omit<WritingCardProps, "initial"> & {
  preferences: Preferences;
  tabs: readonly SettingsTab[];
};

/** How the person reads: time zone, numbers and dates, currency, theme. */
export function PreferencesSettings({ preferences, tabs, ...choices }: PreferencesSettingsProps) {
  return (
    <>
      <PageHeader title="Preferences">They follow you to every account and browser.</PageHeader>
      <SettingsTabs tabs={tabs} />
      <WritingCard key={JSON.stringify(preferences)} initial={preferences} {...choices} />
      <ThemeCard />
    </>
  );
}
