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
  homeHref: string;
  children: ReactNode;
};

/** The frame of the admin side: petrol rail and the word Admin, so that nobody mistakes where they act. */
export function AdminShell(props: AdminShellProps) {
  return <Shell {...props} side="admin" search={{ label: "Search or jump to", placeholder: "Search" }} />;
}
