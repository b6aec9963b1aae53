import type { Crumb, NavGroup, NavItem } from "./types";

/** The navigation item whose address is the longest start of `path`; null when none is. */
export function findPage(groups: readonly NavGroup[], path: string): NavItem | null {
  let best: NavItem | null = null;
  for (const item of groups.flatMap((group) => group.items)) {
    const inside = path === item.href || path.startsWith(`${item.href}/`);
    if (inside && item.href.length > (best?.href.length ?? 0)) best = item;
  }
  return best;
}

/** Crumbs of a path: what stands above the page, then the page. A page given by `titles` wins over the rail. */
export function computeCrumbs(
  groups: readonly NavGroup[],
  titles: Readonly<Record<string, string>>,
  path: string,
): readonly Crumb[] {
  const page = findPage(groups, path);
  const title = titles[path];
  const above = page?.trail ?? [];
  if (!page) return title ? [{ label: title }] : [];
  if (!title || path === page.href) return [...above, { label: title ?? page.label }];
  return [...above, { label: page.label, href: page.href }, { label: title }];
}
