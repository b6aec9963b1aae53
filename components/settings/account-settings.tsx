import { DeletionCard } from "@/components/deletion/deletion-card";
import type { DeletionData } from "@/components/deletion/types";
import { PageHeader } from "@/components/ui/page-header";
import { AccountNameCard } from "./account-name-card";
import { ExportCard } from "./export-card";
import { SettingsTabs } from "./settings-tabs";
import type { ExportRow, SettingsTab } from "./types";

export type AccountSettingsProps = {
  name: string;
  slug: string;
  kind: "personal" | "organization";
  canRename: boolean;
  tabs: readonly SettingsTab[];
  /** Null where the viewer cannot delete the account. */
  deletion: DeletionData | null;
  /** Copies of the account's data; null where the viewer may not have them. */
  exports: readonly ExportRow[] | null;
  now: string;
};

/** Name, copy and end of an account. */
export function AccountSettings(props: AccountSettingsProps) {
  const { name, slug, kind, canRename, tabs, deletion, exports, now } = props;
  return (
    <>
      <PageHeader title="Account">
        {kind === "personal"
          ? "Your personal account. It goes together with your profile."
          : `What holds for everybody in ${name}.`}
      </PageHeader>
      <SettingsTabs tabs={tabs} />
      <AccountNameCard key={name} name={name} slug={slug} canRename={canRename} />
      {exports ? <ExportCard subject="account" initial={exports} now={now} /> : null}
      {deletion ? <DeletionCard data={deletion} /> : null}
    </>
  );
}
