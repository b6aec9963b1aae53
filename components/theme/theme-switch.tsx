"use client";

import { Segmented } from "@/components/ui/segmented";
import type { ThemeChoice } from "./theme-choice";
import { useTheme } from "./use-theme";

export const THEME_OPTIONS: readonly { value: ThemeChoice; label: string }[] = [
  { value: "system", label: "System" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

/** System, Light or Dark. */
export function ThemeSwitch({ className }: { className?: string | undefined }) {
  const [choice, change] = useTheme();
  return (
    <Segmented label="Theme" value={choice} options={THEME_OPTIONS} onChange={change} className={className} />
  );
}
