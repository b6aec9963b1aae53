import Link from "next/link";
import type { ReactNode } from "react";
import { OfflineBanner } from "@/components/errors/offline-banner";
import { classNames } from "@/components/ui/class-names";
import { Logo } from "@/components/ui/logo";
import { SkipLink } from "@/components/ui/skip-link";
import { Breadcrumbs } from "./breadcrumbs";
import { CommandMenu } from "./command-menu";
import { InboxBell } from "./inbox-bell";
import { NavSheet } from "./nav-sheet";
import { PageNames } from "./page-name";
import { RailNav, type RailSide } from "./rail-nav";
import { StandInFooter } from "./stand-in-footer";
import type { FormTarget, InboxState, NavGroup, StandIn, Viewer } from "./types";
import { UserMenu } from "./user-menu";

export type ShellProps = {
  side: RailSide;
  nav: readonly NavGroup[];
  titles?: Readonly<Record<string, string>> | undefined;
  homeHref: string;
  /** Between the mark and the pages: the account switcher. */
  railTop?: ReactNode;
  viewer: Viewer;
  signOut: FormTarget;
  inbox?: InboxState | undefined;
  standIns: readonly StandIn[];
  search: { label: string; placeholder: string };
  /** Conditions of the whole account, above every page. */
  banner?: ReactNode;
  children: ReactNode;
};

/** Rail, top bar, page. The two sides differ in colour and in what is in the rail, never in structure. */
export function Shell(props: ShellProps) {
  const {
    side,
    nav,
    titles = {},
    railTop,
    viewer,
    signOut,
    inbox,
    standIns,
    search,
    banner,
    children,
  } = props;
  const admin = side === "admin";
  const rail = (
    <>
      <Link href={props.homeHref} className="px-2 pt-1 pb-3 hover:no-underline">
        <Logo
          className={admin ? "text-admin-rail-strong" : ""}
          markClassName={admin ? "text-admin-rail-strong" : "text-brand"}
        >
          {admin ? <AdminTag /> : null}
        </Logo>
      </Link>
      {railTop}
      <RailNav groups={nav} side={side} />
      <div className="mt-auto">
        <UserMenu viewer={viewer} signOut={signOut} side={side} />
      </div>
    </>
  );
  const railLook = "flex flex-col gap-1 px-3 py-4";
  return (
    <PageNames>
      <div className="w-full min-h-screen lg:grid lg:grid-cols-[var(--rail-w)_minmax(0,1fr)]">
        <SkipLink />
        <aside
          aria-label={admin ? "Admin navigation" : "Main navigation"}
          className={classNames(
            railLook,
            "sticky top-0 z-20 h-screen overflow-auto border-r max-lg:hidden",
            admin ? "border-transparent bg-admin-rail text-admin-rail-text" : "border-line bg-surface",
          )}
        >
          {rail}
        </aside>
        <div className="flex min-h-screen min-w-0 flex-col">
          <header
            className={classNames(
              "sticky top-0 z-10 flex h-(--topbar-h) items-center gap-3 border-line border-b bg-[color-mix(in_srgb,var(--bg)_88%,transparent)] px-8 backdrop-blur-sm max-lg:px-4",
              admin &&
                "max-lg:border-admin-rail-line max-lg:bg-admin-rail max-lg:[&_b]:text-admin-rail-strong max-lg:[&_nav]:text-admin-rail-text max-lg:[&_nav_a]:text-admin-rail-text",
            )}
          >
            <NavSheet side={side}>
              <div className={classNames(railLook, "min-h-full")}>{rail}</div>
            </NavSheet>
            <Breadcrumbs groups={nav} titles={titles} />
            <div className="ml-auto flex items-center gap-2">
              <CommandMenu pages={nav.flatMap((group) => group.items)} {...search} />
              {inbox ? <InboxBell inbox={inbox} /> : null}
            </div>
          </header>
          <div className="flex flex-col gap-3 px-8 pt-4 empty:hidden max-lg:px-4">
            <OfflineBanner />
            {banner}
          </div>
          <main
            id="main"
            tabIndex={-1}
            className="mx-auto flex w-full max-w-[calc(var(--page-max)+64px)] flex-col gap-6 px-8 pt-7 pb-16 outline-none max-lg:px-4 max-lg:pt-5 max-lg:pb-12"
          >
            {children}
          </main>
          <StandInFooter standIns={standIns} />
        </div>
      </div>
    </PageNames>
  );
}

function AdminTag() {
  return (
    <span className="ml-auto rounded-badge border border-admin-rail-line px-1.5 font-medium text-admin-rail-text text-micro tracking-normal">
      Admin
    </span>
  );
}
