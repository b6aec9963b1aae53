import type { ReactNode } from "react";

/** A key or chord: "Ctrl K". */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="rounded-badge border border-line bg-sunken px-1 font-[inherit] text-[0.6875rem] text-faint leading-4">
      {children}
    </kbd>
  );
}
