import { headers } from "next/headers";
import type { ReactNode } from "react";
import { signOut } from "@/app/_server/actions";
import { ADMIN_HOME } from "@/app/_server/admin-context";
import { buildNav, listPages } from "@/app/_server/build-nav";
import { buildSettingsTabs } from "@/app/_server/build-settings-tabs";
import { ClosingNotice } from "@/app/_server/closing-notice";
import { requirePageContext } from "@/app/_server/page-context";
import { ReaderFrame } from "@/app/_server/reader-frame";
import { PATH_HEADER } from "@/app/_server/request-headers";
import { listStandIns } from "@/app/_server/stand-ins";
import { ROLE_NAMES } from "@/components/format/role-names";
import { CustomerShell } from "@/components/layout/customer-shell";
import { getProfile } from "@/lib/accounts";
import { ACCOUNT_HOME, accountPath, readAccountPath } from "@/lib/platform/account-path";

export interface AccountLayoutProps {
  readonly params: Promise<{ account: string }>;
  readonly children: ReactNode;
}

/** The frame of an account's pages. A page that the person's role cannot open is not in the rail. */
export default async function AccountLayout({ params, children }: AccountLayoutProps) {
  const { account } = await params;
  // The layout answers before its page: a visitor who has to sign in first must come back to the page.
  const address = (await headers()).get(PATH_HEADER) ?? "";
  const path = readAccountPath(address)?.path ?? ACCOUNT_HOME;
  const { person, isPlatformAdmin, membership, memberships } = await requirePageContext(account, path);
  const to = (page: string) => accountPath(membership.accountSlug, page);
  const { avatarUrl } = await getProfile(person.id);
  return (
    <ReaderFrame>
      <CustomerShell
        nav={buildNav(membership)}
        titles={{
          [to("/billing/return")]: "Checkout",
          ...Object.fromEntries(buildSettingsTabs(membership).map(({ href, label }) => [href, label])),
        }}
        homeHref={to(ACCOUNT_HOME)}
        accounts={memberships.map((each) => ({
          slug: each.accountSlug,
          name: each.accountName,
          kind: each.accountKind,
          detail: each.accountKind === "personal" ? "Personal account" : ROLE_NAMES[each.role],
          pages: listPages(each),
        }))}
        account={membership.accountSlug}
        viewer={{
          name: person.name || person.email,
          email: person.email,
          avatarUrl,
          ...(isPlatformAdmin && { otherSide: { href: ADMIN_HOME, label: "Admin" } }),
        }}
        signOut={signOut}
        standIns={listStandIns()}
        banner={<ClosingNotice membership={membership} memberships={memberships} />}
      >
        {children}
      </CustomerShell>
    </ReaderFrame>
  );
}
