"use client";

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { Fragment } from "react";
import { computeCrumbs } from "./find-page";
import { useNamedPage } from "./page-name";
import type { NavGroup } from "./types";

export type BreadcrumbsProps = {
  groups: readonly NavGroup[];
  /** Names of pages that are not in the rail, by path. */
  titles: Readonly<Record<string, string>>;
};

/** Where the page stands, from the path. */
export function Breadcrumbs({ groups, titles }: BreadcrumbsProps) {
  const crumbs = computeCrumbs(groups, { ...titles, ...useNamedPage() }, usePathname());
  return (
    <nav aria-label="Breadcrumb" className="flex min-w-0 items-center gap-2 text-muted text-sm">
      {crumbs.map((crumb, index) => (
        <Fragment key={crumb.label}>
          {index > 0 ? <ChevronRight aria-hidden className="size-3.5 shrink-0 stroke-2" /> : null}
          {index === crumbs.length - 1 ? (
            <b aria-current="page" className="truncate font-medium text-ink">
              {crumb.label}
            </b>
          ) : crumb.href ? (
            <Link href={crumb.href} className="text-muted">
              {crumb.label}
            </Link>
          ) : (
            <span>{crumb.label}</span>
          )}
        </Fragment>
      ))}
    </nav>
  );
}
