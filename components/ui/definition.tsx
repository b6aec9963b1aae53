"use client";

import { Info } from "lucide-react";
import { Popover } from "radix-ui";
import type { ReactNode } from "react";

/** An info button that explains a figure. Opens by click, touch and keyboard. */
export function Definition({ term, children }: { term: string; children: ReactNode }) {
  return (
    <Popover.Root>
      <Popover.Trigger
        aria-label={`What is ${term}?`}
        className="-my-1 cursor-help rounded-badge p-1 text-faint hover:text-ink"
      >
        <Info aria-hidden className="size-3.5 stroke-2" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={term}
          sideOffset={4}
          collisionPadding={16}
          className="enter-fade z-40 max-w-72 rounded-control border border-line bg-raised px-3 py-2 text-ink text-xs shadow-pop"
        >
          <p className="font-semibold">{term}</p>
          <div className="mt-1 text-muted">{children}</div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
