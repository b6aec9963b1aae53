import type { ReactNode } from "react";

/** Room for an error or a missing page outside the signed-in frame. */
export function PublicFrame({ children }: { children: ReactNode }) {
  return (
    <main id="main" tabIndex={-1} className="mx-auto w-full max-w-160 px-4 py-12 outline-none">
      {children}
    </main>
  );
}
