import type { ReactNode } from "react";

/** A page on its way: named and announced for screen readers, drawn as skeletons of the final size. */
export function LoadingPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div aria-busy className="flex flex-col gap-6">
      <h1 className="sr-only">{title}</h1>
      <p className="sr-only" role="status">
        Loading
      </p>
      {children}
    </div>
  );
}
