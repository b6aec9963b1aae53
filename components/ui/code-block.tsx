"use client";

import { CopyButton } from "./copy-button";
import { ScrollRegion } from "./scroll-region";

/** Lines of code or a payload, scrollable by keyboard, with a copy button. `label` names it. */
export function CodeBlock({ label, code }: { label: string; code: string }) {
  return (
    <div className="relative">
      <ScrollRegion
        label={label}
        className="rounded-control border border-line bg-sunken p-3 pr-12 font-mono text-xs leading-5"
      >
        <pre className="font-mono">{code}</pre>
      </ScrollRegion>
      <CopyButton
        text={code}
        label={`Copy ${label}`}
        size="xs"
        variant="quiet"
        shape="icon"
        className="absolute top-2 right-2 bg-sunken"
      />
    </div>
  );
}
