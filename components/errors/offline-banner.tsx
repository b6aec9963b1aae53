"use client";

import { useSyncExternalStore } from "react";
import { Banner } from "@/components/ui/banner";

function subscribe(onChange: () => void): () => void {
  window.addEventListener("online", onChange);
  window.addEventListener("offline", onChange);
  return () => {
    window.removeEventListener("online", onChange);
    window.removeEventListener("offline", onChange);
  };
}

/** Says that the browser has no connection; gone as soon as it has one again. */
export function OfflineBanner() {
  const online = useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  );
  if (online) return null;
  return (
    <Banner tone="warning" role="status" title="You are offline">
      <p>What you see is as it was when you lost the connection. Nothing can be changed until it is back.</p>
    </Banner>
  );
}
