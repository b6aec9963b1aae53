/** What the person chose: a fixed theme, or whatever the system says. */
export type ThemeChoice = "system" | "light" | "dark";

/** Key in localStorage and name of the cookie. */
export const THEME_KEY = "mh-theme";
/** How long the cookie is kept: a year. */
export const THEME_LIFE_S = 31_536_000;

/** Reads a stored value; anything unknown means the system decides. */
export function readThemeChoice(value: string | null | undefined): ThemeChoice {
  return value === "light" || value === "dark" ? value : "system";
}
