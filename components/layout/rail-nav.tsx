"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useFormat } from "@/components/format/format-provider";
import { classNames } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";
import { findPage } from "./find-page";
import type { NavGroup, NavItem } from "./types";

export type RailSide = "customer" | "admin";

/** The pages, in blocks. The current one is marked by ground, bar and `aria-current`. */
export function RailNav({ groups, side }: { groups: readonly NavGroup[]; side: RailSide }) {
  const current = findPage(groups, usePathname());
  return (
    <div className="flex flex-col gap-4">
      {groups.map((group) => (
        <nav key={group.label} aria-label={group.label} className="flex flex-col gap-0.5">
          {group.heading ? (
            <div
              className={classNames(
                "px-2 py-1 text-micro",
                side === "admin" ? "text-admin-rail-text" : "text-faint",
              )}
            >
              {group.heading}
            </div>
          ) : null}
          {group.items.map((item) => (
            <RailLink key={item.href} item={item} side={side} current={item.href === current?.href} />
          ))}
        </nav>
      ))}
    </div>
  );
}

const LINK: Readonly<Record<RailSide, string>> = {
  customer:
    "text-muted hover:bg-hover hover:text-ink aria-[current]:bg-brand-soft aria-[current]:text-brand aria-[current]:before:bg-meter",
  admin:
    "text-admin-rail-text hover:bg-admin-rail-hover hover:text-admin-rail-strong focus-visible:outline-admin-rail-text aria-[current]:bg-admin-rail-active aria-[current]:text-admin-rail-strong aria-[current]:before:bg-admin-rail-text",
};

function RailLink({ item, side, current }: { item: NavItem; side: RailSide; current: boolean }) {
  const { formatCount } = useFormat();
  return (
    <Link
      href={item.href}
      aria-current={current ? "page" : undefined}
      className={classNames(
        "relative flex h-8 items-center gap-2.5 rounded-control px-2 font-medium text-sm hover:no-underline max-sm:h-11",
        "aria-[current]:before:absolute aria-[current]:before:inset-y-1.5 aria-[current]:before:-left-3 aria-[current]:before:w-[3px] aria-[current]:before:rounded-r-cell aria-[current]:before:content-['']",
        LINK[side],
      )}
    >
      <Icon name={item.icon} />
      <span className="min-w-0 truncate">{item.label}</span>
      {item.count ? <span className="ml-auto text-micro tabular-nums">{formatCount(item.count)}</span> : null}
    </Link>
  );
}
