import type { Metadata } from "next";
import { buildAccountDeletion } from "@/app/_server/build-deletion";
import { buildSettingsTabs } from "@/app/_server/build-settings-tabs";
import { requirePageContext } from "@/app/_server/page-context";
import { AccountSettings } from "@/components/settings/account-settings";
import { listExports } from "@/lib/operations";

export const metadata: Metadata = { title: "Account" };

export default async function AccountSettingsPage({ params }: { params: Promise<{ account: string }> }) {
  const { account } = await params;
  const { ctx, membership } = await requirePageContext(account, "/settings/account");
  const isOrganization = membership.accountKind === "organization";
  const mayDelete = isOrganization && ctx.permissions.has("account.delete");
  return (
    <AccountSettings
      name={membership.accountName}
      slug={membership.accountSlug}
      kind={membership.accountKind}
      canRename={ctx.permissions.has("account.update")}
      tabs={buildSettingsTabs(membership)}
      exports={
        ctx.permissions.has("account.export") ? await listExports("account", ctx.account.id, ctx.clock) : null
      }
      now={ctx.clock.now().toISOString()}
      deletion={mayDelete ? await buildAccountDeletion(ctx) : null}
    />
  );
}
