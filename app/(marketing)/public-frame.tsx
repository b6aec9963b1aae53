import type { ReactNode } from "react";
import { findPageContext } from "@/app/_server/page-context";
import { ReaderFrame } from "@/app/_server/reader-frame";
import { listStandIns } from "@/app/_server/stand-ins";
import { PublicBar } from "@/components/layout/public-bar";
import { PublicFooter } from "@/components/layout/public-footer";
import { ACCOUNT_HOME, accountPath } from "@/lib/platform/account-path";

const links = [
  { href: "/pricing", label: "Pricing" },
  { href: "/docs/api", label: "API" },
];

export interface PublicFrameProps {
  readonly current: string;
  /** Slug of the account that the page is shown for; the one last chosen when left out. */
  readonly account?: string | null;
  readonly children: ReactNode;
}

/** Bar and foot of the public pages. */
export async function PublicFrame({ current, account: named = null, children }: PublicFrameProps) {
  const context = await findPageContext(named);
  const account = context && {
    name: context.membership.accountName,
    href: accountPath(context.membership.accountSlug, ACCOUNT_HOME),
  };
  return (
    <ReaderFrame>
      <div className="flex min-h-screen flex-col">
        <PublicBar links={links} current={current} account={account} signInHref="/sign-in" />
        {children}
        <PublicFooter standIns={listStandIns()} />
      </div>
    </ReaderFrame>
  );
}
