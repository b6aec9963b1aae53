"use client";

import { useCallback } from "react";
import { updatePreferences } from "@/components/api/profile-calls";
import { showRefusal } from "@/components/ui/toast";
import type { ThemeChoice } from "./theme-choice";
import { useTheme } from "./use-theme";

/** The signed-in person's theme: a change holds at once in this browser, and from their next page in every other. */
export function useStoredTheme(): readonly [ThemeChoice, (choice: ThemeChoice) => void] {
  const [choice, change] = useTheme();
  const changeAndStore = useCallback(
    (next: ThemeChoice) => {
      change(next);
      void updatePreferences({ theme: next }).then((result) => {
        if (result.ok) document.documentElement.dataset.themeChoice = next;
        else showRefusal({ title: "The theme was not saved", detail: result.message });
      });
    },
    [change],
  );
  return [choice, changeAndStore];
}
