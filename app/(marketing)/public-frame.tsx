import type { ReactNode } from "react";
import { findPageContext } from "@/app/_server/page-context";
import { listStandIns } from "@/app/_server/stand-ins";
import { PublicBar } from "@/components/layout/public-bar";
import { PublicFooter } from "@/components/layout/public-footer";

const links = [
  { href: "/pricing", label: "Pricing" },
  { href: "/docs/api", label: "API" },
];

/** Bar and foot of the public pages. */
export async function PublicFrame({ current, children }: { current: string; children: ReactNode }) {
  const context = await findPageContext();
  const account = context ? { name: context.membership.accountName, href: "/dashboard" } : null;
  return (
    <div className="flex min-h-screen flex-col">
      <PublicBar links={links} current={current} account={account} signInHref="/sign-in" />
      {children}
      <PublicFooter standIns={listStandIns()} />
    </div>
  );
}
