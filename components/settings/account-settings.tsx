import { DeletionCard } from "@/components/deletion/deletion-card";
import type { DeletionData } from "@/components/deletion/types";
import { PageHeader } from "@/components/ui/page-header";
import { AccountNameCard } from "./account-name-card";
import { SettingsTabs } from "./settings-tabs";
import type { SettingsTab } from "./types";

export type AccountSettingsProps = {
  name: string;
  slug: string;
  kind: "personal" | "organization";
  canRename: boolean;
  tabs: readonly SettingsTab[];
  /** Null where the viewer cannot delete the account. */
  deletion: DeletionData | null;
};

/** Name and end of an account. */
export function AccountSettings({ name, slug, kind, canRename, tabs, deletion }: AccountSettingsProps) {
  return (
    <>
      <PageHeader title="Account">
        {kind === "personal"
          ? "Your personal account. It goes together with your profile."
          : `What holds for everybody in ${name}.`}
      </PageHeader>
      <SettingsTabs tabs={tabs} />
      <AccountNameCard key={name} name={name} slug={slug} canRename={canRename} />
      {deletion ? <DeletionCard data={deletion} /> : null}
    </>
  );
}
