"use client";

import { useCallback, useEffect, useState } from "react";
import type { CallResult, Refusal } from "./types";

export type Act<A extends unknown[], T> = {
  /** Name of the act under way ("pro_monthly"); null when none is. */
  busyWith: string | null;
  refusal: Refusal | null;
  run: (name: string, ...args: A) => Promise<CallResult<T>>;
  clear: () => void;
};

/** Runs one call at a time and keeps its refusal for the page to show. */
export function useAct<A extends unknown[], T>(call: (...args: A) => Promise<CallResult<T>>): Act<A, T> {
  const [busyWith, setBusyWith] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const run = useCallback(
    async (name: string, ...args: A) => {
      setBusyWith(name);
      setRefusal(null);
      const result = await call(...args);
      if (!result.ok) {
        setRefusal(result);
        setBusyWith(null);
      }
      return result;
    },
    [call],
  );
  useEffect(() => {
    // A page that the browser kept while we were at the provider comes back as it was left: busy.
    function onShow(event: PageTransitionEvent) {
      if (event.persisted) setBusyWith(null);
    }
    window.addEventListener("pageshow", onShow);
    return () => window.removeEventListener("pageshow", onShow);
  }, []);
  const clear = useCallback(() => {
    setBusyWith(null);
    setRefusal(null);
  }, []);
  return { busyWith, refusal, run, clear };
}
