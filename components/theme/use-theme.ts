"use client";

import { useSyncExternalStore } from "react";
import { readThemeChoice, THEME_KEY, THEME_LIFE_S, type ThemeChoice } from "./theme-choice";

const CHANGED = "mh-theme-changed";

function currentChoice(): ThemeChoice {
  const root = document.documentElement;
  return "themeSystem" in root.dataset ? "system" : readThemeChoice(root.dataset.theme);
}

function keep(choice: ThemeChoice): void {
  try {
    if (choice === "system") localStorage.removeItem(THEME_KEY);
    else localStorage.setItem(THEME_KEY, choice);
  } catch {
    // Storage is closed to this page (private window): the cookie below still carries the choice.
  }
  const life = choice === "system" ? 0 : THEME_LIFE_S;
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

/** Shows a theme from now on, and keeps it in this browser (localStorage and a cookie). */
export function setTheme(choice: ThemeChoice): void {
  keep(choice);
  apply(choice);
  window.dispatchEvent(new Event(CHANGED));
}

/** This browser's theme and a function that changes and stores it (localStorage and a cookie). */
export function useTheme(): readonly [ThemeChoice, (choice: ThemeChoice) => void] {
  const choice = useSyncExternalStore(subscribe, currentChoice, () => "system" as const);
  return [choice, setTheme];
}
