import type { NavItem } from "./types";

/** Pages whose name or trail holds every word of the query, names that start with it first. */
export function filterPages(pages: readonly NavItem[], query: string): readonly NavItem[] {
  const words = query.toLowerCase().split(/\s+/u).filter(Boolean);
  const text = (page: NavItem) =>
    [page.label, ...(page.trail ?? []).map((crumb) => crumb.label)].join(" ").toLowerCase();
  const matches = pages.filter((page) => words.every((word) => text(page).includes(word)));
  const start = words[0];
  if (start === undefined) return matches;
  const rank = (page: NavItem) => (page.label.toLowerCase().startsWith(start) ? 0 : 1);
  return matches.toSorted((first, second) => rank(first) - rank(second));
}
