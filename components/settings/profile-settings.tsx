import { DeletionCard } from "@/components/deletion/deletion-card";
import type { DeletionData } from "@/components/deletion/types";
import { PageHeader } from "@/components/ui/page-header";
import { ExportCard } from "./export-card";
import { PersonNameCard } from "./person-name-card";
import { PictureCard } from "./picture-card";
import { SettingsTabs } from "./settings-tabs";
import type { ExportRow, PersonProfile, SettingsTab } from "./types";

export type ProfileSettingsProps = {
  profile: PersonProfile;
  exports: readonly ExportRow[];
  deletion: DeletionData;
  tabs: readonly SettingsTab[];
  now: string;
};

/** Who the person is, in every account. */
export function ProfileSettings({ profile, exports, deletion, tabs, now }: ProfileSettingsProps) {
  return (
    <>
      <PageHeader title="Profile">What is yours, in every account you belong to.</PageHeader>
      <SettingsTabs tabs={tabs} />
      <PersonNameCard key={profile.name} profile={profile} />
      <PictureCard profile={profile} />
      <ExportCard subject="person" initial={exports} now={now} />
      <DeletionCard data={deletion} />
    </>
  );
}
