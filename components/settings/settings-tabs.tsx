"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { SettingsTab } from "./types";

/** The pages of the settings, as links. Pass only pages that exist; one alone needs no tabs. */
export function SettingsTabs({ tabs }: { tabs: readonly SettingsTab[] }) {
  const path = usePathname();
  if (tabs.length < 2) return null;
  return (
    <nav
      aria-label="Settings"
      className="flex gap-5 overflow-x-auto border-line border-b [scrollbar-width:none]"
    >
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          aria-current={tab.href === path ? "page" : undefined}
          className="-mb-px border-transparent border-b-2 pt-2 pb-2.5 font-medium text-muted text-sm whitespace-nowrap hover:text-ink hover:no-underline focus-visible:-outline-offset-2 aria-[current]:border-meter aria-[current]:text-ink max-sm:py-3"
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
