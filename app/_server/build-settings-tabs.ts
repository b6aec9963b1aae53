import type { SettingsTab } from "@/components/settings/types";
import { type Membership, permissionsOfRole } from "@/lib/accounts";
import { accountPath } from "@/lib/platform/account-path";

/** The pages of the settings that a member's role can open, in the order of their tabs. */
export function buildSettingsTabs({
  accountSlug,
  role,
}: Pick<Membership, "accountSlug" | "role">): readonly SettingsTab[] {
  const tab = (page: string, label: string) => ({ href: accountPath(accountSlug, page), label });
  return [
    tab("/settings/profile", "Profile"),
    tab("/settings/preferences", "Preferences"),
    tab("/settings/notifications", "Notifications"),
    tab("/settings/api-keys", "API keys"),
    tab("/settings/sessions", "Sessions"),
    tab("/settings/account", "Account"),
    tab("/activity", "Activity"),
    ...(permissionsOfRole(role).has("audit.read") ? [tab("/settings/audit", "Audit log")] : []),
  ];
}
