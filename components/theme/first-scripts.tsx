"use client";

import { useLayoutEffect } from "react";
import { STYLE_NONCE_SCRIPT } from "./style-nonce-script";
import { THEME_SCRIPT } from "./theme-script";

/**
 * Runs the scripts of `<head>` where the browser has drawn the whole document itself: so it goes where the server
 * refuses a page in its layout, and scripts that React draws in the browser do not run.
 */
export function FirstScripts({ nonce }: { nonce: string | undefined }) {
  useLayoutEffect(() => {
    if (document.documentElement.dataset["theme"] !== undefined) return;
    for (const source of [THEME_SCRIPT, STYLE_NONCE_SCRIPT]) {
      const script = document.createElement("script");
      if (nonce) script.nonce = nonce;
      script.textContent = source;
      document.head.append(script);
    }
  }, [nonce]);
  return null;
}
