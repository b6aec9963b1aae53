"use client";

import { useEffect } from "react";
import type { ThemeChoice } from "./theme-choice";
import { setTheme } from "./use-theme";

/**
 * Takes up the signed-in person's theme where they came here without a full load, so that the document was made
 * before anybody knew who they are.
 */
export function ThemeKeeper({ theme }: { theme: ThemeChoice | null }) {
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === null || dataset.themeChoice !== undefined) return;
    dataset.themeChoice = theme;
    setTheme(theme);
  }, [theme]);
  return null;
}
