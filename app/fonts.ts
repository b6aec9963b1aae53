import localFont from "next/font/local";

/** Latin text. Loaded first, with a metric-matched fallback so that lines do not move when it arrives. */
const latin = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-opsz-normal.woff2",
  weight: "100 900",
  variable: "--font-latin",
  display: "swap",
  preload: true,
});

/**
 * The extended Latin range, where the rupee sign lives. Fetched only when such a character is on the page;
 * it has no fallback of its own because it stands before the Latin family in the list.
 */
const latinExtended = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-ext-opsz-normal.woff2",
  weight: "100 900",
  variable: "--font-latin-extended",
  display: "swap",
  preload: false,
  adjustFontFallback: false,
  declarations: [
    {
      prop: "unicode-range",
      value:
        "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF",
    },
  ],
});

/** Class names for `<html>`; they define the two families that `globals.css` puts first. */
export const fontClassNames = `${latin.variable} ${latinExtended.variable}`;
