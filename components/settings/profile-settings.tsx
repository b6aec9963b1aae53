import { PageHeader } from "@/components/ui/page-header";
import { ExportCard } from "./export-card";
import { PersonNameCard } from "./person-name-card";
import { PictureCard } from "./picture-card";
import { SettingsTabs } from "./settings-tabs";
import type { ExportRow, PersonProfile, SettingsTab } from "./types";

export type ProfileSettingsProps = {
  profile: PersonProfile;
  exports: readonly ExportRow[];
  tabs: readonly SettingsTab[];
  now: string;
};

/** Who the person is, in every account. */
export function ProfileSettings({ profile, exports, tabs, now }: ProfileSettingsProps) {
  return (
    <>
      <PageHeader title="Profile">What is yours, in every account you belong to.</PageHeader>
      <SettingsTabs tabs={tabs} />
      <PersonNameCard key={profile.name} profile={profile} />
      <PictureCard profile={profile} />
      <ExportCard subject="person" initial={exports} now={now} />
    </>
  );
}
