"use client";

import { useRouter } from "next/navigation";
import { startTransition, useTransition } from "react";
import { Card } from "@/components/ui/card";
import { ErrorPanel } from "@/components/ui/error-panel";

export type ErrorViewProps = {
  /** Next's digest of the error, which the server's log carries too. */
  digest?: string | undefined;
  /** Draws the page again. */
  reset: () => void;
  title?: string | undefined;
};

/** For `error.tsx`: a page that could not be drawn. Says what is safe, gives the id, tries again. */
export function ErrorView({ digest, reset, title = "This page could not be loaded" }: ErrorViewProps) {
  const router = useRouter();
  const [busy, startRetry] = useTransition();
  function retry() {
    startRetry(() => {
      router.refresh();
      startTransition(reset);
    });
  }
  return (
    <Card>
      <ErrorPanel
        level={1}
        title={title}
        requestId={digest ?? null}
        onRetry={retry}
        busy={busy}
        className="py-14"
      />
    </Card>
  );
}
