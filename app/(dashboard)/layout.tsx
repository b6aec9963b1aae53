import { headers } from "next/headers";
import type { ReactNode } from "react";
import { signOut, switchAccount } from "@/app/_server/actions";
import { requirePageContext } from "@/app/_server/page-context";
import { PATH_HEADER } from "@/app/_server/request-path";
import { listStandIns } from "@/app/_server/stand-ins";
import { CustomerShell } from "@/components/layout/customer-shell";
import type { NavGroup } from "@/components/layout/types";

const settings = { label: "Settings" };
const roleNames = {
  owner: "Owner",
  admin: "Admin",
  billing: "Billing",
  member: "Member",
  viewer: "Viewer",
} as const;

/** The frame of the customer's pages. A page that the person's role cannot open is not in the rail. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  // The layout answers before its page: a visitor who has to sign in first must come back to the page.
  const path = (await headers()).get(PATH_HEADER) ?? "/dashboard";
  const { ctx, person, membership, memberships } = await requirePageContext(path);
  const nav: NavGroup[] = [
    {
      label: "Account",
      items: [
        { href: "/dashboard", label: "Overview", icon: "overview" },
        { href: "/usage", label: "Usage", icon: "usage" },
        ...(ctx.permissions.has("billing.read")
          ? [{ href: "/billing", label: "Billing", icon: "billing" as const }]
          : []),
      ],
    },
    {
      label: "Set up",
      heading: "Set up",
      items: [{ href: "/settings/api-keys", label: "API keys", icon: "api-key", trail: [settings] }],
    },
  ];
  return (
    <CustomerShell
      nav={nav}
      titles={{ "/billing/return": "Checkout" }}
      accounts={memberships.map((each) => ({
        id: each.accountId,
        name: each.accountName,
        detail: each.accountKind === "personal" ? "Personal account" : roleNames[each.role],
      }))}
      accountId={membership.accountId}
      switchAccount={switchAccount}
      viewer={{ name: person.name || person.email, email: person.email }}
      signOut={signOut}
      standIns={listStandIns()}
    >
      {children}
    </CustomerShell>
  );
}
