"use client";

import { ErrorView } from "@/components/errors/error-view";
import { EntryBar } from "@/components/layout/public-bar";

export default function PublicError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <>
      <EntryBar />
      <main id="main" className="mx-auto w-full max-w-2xl px-4 py-10">
        <ErrorView digest={error.digest} reset={reset} />
      </main>
    </>
  );
}
