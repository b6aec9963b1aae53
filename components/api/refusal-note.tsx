import { Banner } from "@/components/ui/banner";
import type { Refusal } from "./types";

/** A refusal that has just happened: what was asked, why not, and the id to quote. */
export function RefusalNote({ title, refusal }: { title: string; refusal: Refusal }) {
  return (
    <Banner tone="danger" title={title} level={2} role="alert">
      {refusal.message}
      {refusal.requestId ? (
        <span className="mt-1 block font-mono text-muted text-xs">{refusal.requestId}</span>
      ) : null}
    </Banner>
  );
}
