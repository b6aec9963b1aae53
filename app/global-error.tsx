"use client";

/** Shown when the frame itself fails: no styles, fonts or components can be counted on. */
export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <html lang="en">
      <body
        style={{ fontFamily: "system-ui, sans-serif", padding: "48px 16px", maxWidth: 640, margin: "0 auto" }}
      >
        <h1>Meterhouse could not be loaded</h1>
        <p>
          What was counted and paid is safe. {error.digest ? `Quote ${error.digest} if it stays so.` : ""}
        </p>
        <button type="button" onClick={reset}>
          Try again
        </button>
      </body>
    </html>
  );
}
