import type { NavGroup } from "@/components/layout/types";
import { type Membership, permissionsOfRole } from "@/lib/accounts";
import { accountPath } from "@/lib/platform/account-path";
import { buildSettingsTabs } from "./build-settings-tabs";

const settings = { label: "Settings" };

/** The pages of an account that a member's role can open. */
export function buildNav({ accountSlug, role }: Pick<Membership, "accountSlug" | "role">): NavGroup[] {
  const permissions = permissionsOfRole(role);
  const to = (path: string) => accountPath(accountSlug, path);
  return [
    {
      label: "Account",
      items: [
        { href: to("/dashboard"), label: "Overview", icon: "overview" },
        { href: to("/usage"), label: "Usage", icon: "usage" },
        ...(permissions.has("billing.read")
          ? [{ href: to("/billing"), label: "Billing", icon: "billing" as const }]
          : []),
        { href: to("/team"), label: "Team", icon: "team" },
      ],
    },
    {
      label: "Set up",
      heading: "Set up",
      items: [
        { href: to("/settings/api-keys"), label: "API keys", icon: "api-key", trail: [settings] },
        { href: to("/settings/profile"), covers: to("/settings"), label: "Settings", icon: "settings" },
      ],
    },
  ];
}

/** The addresses of {@link buildNav} and of the settings, so that switching to the account can stay on the page. */
export const listPages = (membership: Pick<Membership, "accountSlug" | "role">): readonly string[] =>
  [...buildNav(membership).flatMap(({ items }) => items), ...buildSettingsTabs(membership)].map(
    ({ href }) => href,
  );
