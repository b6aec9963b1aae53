import type { SettingsTab } from "@/components/settings/types";
import type { Membership } from "@/lib/accounts";
import { accountPath } from "@/lib/platform/account-path";

/** The pages of the settings, in the order of their tabs. Each is open to every member; what differs is what they may do there. */
export function buildSettingsTabs({ accountSlug }: Pick<Membership, "accountSlug">): readonly SettingsTab[] {
  const tab = (page: string, label: string) => ({
    href: accountPath(accountSlug, `/settings/${page}`),
    label,
  });
  return [tab("api-keys", "API keys"), tab("account", "Account")];
}
