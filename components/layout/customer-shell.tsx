import type { ReactNode } from "react";
import { AccountSwitcher } from "./account-switcher";
import { Shell } from "./shell";
import type { AccountChoice, FormTarget, InboxState, NavGroup, StandIn, Viewer } from "./types";

export type CustomerShellProps = {
  /** Only pages that exist. */
  nav: readonly NavGroup[];
  /** Names of pages that are not in the rail, by path, for the breadcrumb. */
  titles?: Readonly<Record<string, string>> | undefined;
  accounts: readonly AccountChoice[];
  /** Slug of the account the pages are about. */
  account: string;
  viewer: Viewer;
  signOut: FormTarget;
  inbox?: InboxState | undefined;
  standIns: readonly StandIn[];
  banner?: ReactNode;
  homeHref: string;
  children: ReactNode;
};

/** The frame of the customer's side: light rail, account on top. */
export function CustomerShell(props: CustomerShellProps) {
  const { accounts, account, ...rest } = props;
  return (
    <Shell
      {...rest}
      side="customer"
      railTop={<AccountSwitcher accounts={accounts} account={account} />}
      search={{ label: "Search or jump to", placeholder: "Search" }}
    />
  );
}
