"use client";

import { useEffect } from "react";

/**
 * Says on `<html>` that the page has woken, and submits the form that somebody submitted before. Place once, at the
 * end of the body: its effect runs after those of the page's frame.
 */
export function EarlySubmit() {
  useEffect(() => {
    document.documentElement.dataset["awake"] = "";
    const held = window as Window & { earlyForm?: HTMLFormElement };
    const form = held.earlyForm;
    delete held.earlyForm;
    if (form?.isConnected) form.requestSubmit();
  }, []);
  return null;
}
