import type { ReactNode } from "react";
import { Shell } from "./shell";
import type { FormTarget, NavGroup, StandIn, Viewer } from "./types";

export type AdminShellProps = {
  nav: readonly NavGroup[];
  titles?: Readonly<Record<string, string>> | undefined;
  viewer: Viewer;
  signOut: FormTarget;
  standIns: readonly StandIn[];
  banner?: ReactNode;
  homeHref?: string | undefined;
  children: ReactNode;
};

/** The frame of the admin side: petrol rail and the word Admin, so that nobody mistakes where they act. */
export function AdminShell({ homeHref = "/admin", ...rest }: AdminShellProps) {
  return (
    <Shell
      {...rest}
      side="admin"
      homeHref={homeHref}
      search={{ label: "Find a customer, invoice or event by name or id", placeholder: "Find anything" }}
    />
  );
}
