"use client";

import { useCallback, useSyncExternalStore } from "react";
import { readThemeChoice, THEME_KEY, type ThemeChoice } from "./theme-choice";

const YEAR_S = 31_536_000;
const CHANGED = "mh-theme-changed";

function currentChoice(): ThemeChoice {
  const root = document.documentElement;
  return "themeSystem" in root.dataset ? "system" : readThemeChoice(root.dataset.theme);
}

function store(choice: ThemeChoice): void {
  try {
    if (choice === "system") localStorage.removeItem(THEME_KEY);
    else localStorage.setItem(THEME_KEY, choice);
  } catch {
    // Storage is closed to this page (private window): the cookie below still carries the choice.
  }
  const life = choice === "system" ? 0 : YEAR_S;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Safari and Firefox ESR
  document.cookie = `${THEME_KEY}=${choice}; path=/; max-age=${life}; samesite=lax`;
}

function apply(choice: ThemeChoice): void {
  const root = document.documentElement;
  if (choice === "system") {
    root.dataset.themeSystem = "";
    root.dataset.theme = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  } else {
    delete root.dataset.themeSystem;
    root.dataset.theme = choice;
  }
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener(CHANGED, onChange);
  return () => window.removeEventListener(CHANGED, onChange);
}

/** The person's theme and a function that changes and stores it (localStorage and a cookie). */
export function useTheme(): readonly [ThemeChoice, (choice: ThemeChoice) => void] {
  const choice = useSyncExternalStore(subscribe, currentChoice, () => "system" as const);
  const change = useCallback((next: ThemeChoice) => {
    store(next);
    apply(next);
    window.dispatchEvent(new Event(CHANGED));
  }, []);
  return [choice, change];
}
