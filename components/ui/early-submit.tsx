"use client";

import { useEffect } from "react";

/** Submits the form that somebody submitted before the page had woken. Place once, at the end of the body. */
export function EarlySubmit() {
  useEffect(() => {
    const held = window as Window & { earlyForm?: HTMLFormElement };
    const form = held.earlyForm;
    delete held.earlyForm;
    if (form?.isConnected) form.requestSubmit();
  }, []);
  return null;
}
