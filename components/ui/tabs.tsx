"use client";

import { Tabs as RadixTabs } from "radix-ui";
import type { ReactNode } from "react";

export type View = { value: string; label: ReactNode; content: ReactNode };

export type ViewTabsProps = {
  label: string;
  views: readonly View[];
  /** The first view when not told. */
  defaultValue?: string | undefined;
  /** Draws the tabs into the head of a card, next to its title. */
  head: (tabs: ReactNode) => ReactNode;
};

/** Two or three views of the same thing (chart, table). Arrow keys move between them. */
export function ViewTabs({ label, views, defaultValue, head }: ViewTabsProps) {
  const tabs = (
    <RadixTabs.List
      aria-label={label}
      className="inline-flex gap-0.5 rounded-control border border-line bg-sunken p-0.5"
    >
      {views.map((view) => (
        <RadixTabs.Trigger
          key={view.value}
          value={view.value}
          className="inline-flex h-7 items-center gap-1.5 rounded-badge px-3 font-medium text-muted text-sm data-[state=active]:bg-surface data-[state=active]:text-ink data-[state=active]:shadow-[0_0_0_1px_var(--line-strong),var(--shadow-1)] max-sm:h-9"
        >
          {view.label}
        </RadixTabs.Trigger>
      ))}
    </RadixTabs.List>
  );
  return (
    <RadixTabs.Root defaultValue={defaultValue ?? views[0]?.value ?? ""}>
      {head(tabs)}
      {views.map((view) => (
        <RadixTabs.Content key={view.value} value={view.value}>
          {view.content}
        </RadixTabs.Content>
      ))}
    </RadixTabs.Root>
  );
}
