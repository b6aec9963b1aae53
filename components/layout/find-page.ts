import type { Crumb, NavGroup, NavItem } from "./types";

/** The navigation item whose address, or what it covers, is the longest start of `path`; null when none is. */
export function findPage(groups: readonly NavGroup[], path: string): NavItem | null {
  let best: NavItem | null = null;
  let length = 0;
  for (const item of groups.flatMap((group) => group.items)) {
    for (const start of [item.href, item.covers]) {
      if (start === undefined || (path !== start && !path.startsWith(`${start}/`))) continue;
      if (start.length > length) [best, length] = [item, start.length];
    }
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
  if (title && page.covers) return [...above, { label: page.label }, { label: title }];
  if (!title || path === page.href) return [...above, { label: title ?? page.label }];
  return [...above, { label: page.label, href: page.href }, { label: title }];
}
