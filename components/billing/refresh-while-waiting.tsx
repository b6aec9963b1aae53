"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";

const EVERY_MS = 2000;
const TRIES = 20;

/** Asks the server again every two seconds, for forty seconds; then a button does it. */
export function RefreshWhileWaiting() {
  const router = useRouter();
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (tries >= TRIES) return;
    const timer = setTimeout(() => {
      router.refresh();
      setTries(tries + 1);
    }, EVERY_MS);
    return () => clearTimeout(timer);
  }, [router, tries]);
  if (tries < TRIES) return null;
  return (
    <Button variant="primary" onClick={() => setTries(0)}>
      Look again
    </Button>
  );
}
