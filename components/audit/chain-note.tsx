"use client";

import { ShieldCheck } from "lucide-react";
import { useFormat } from "@/components/format/format-provider";
import { Banner } from "@/components/ui/banner";
import type { ChainNoteData } from "./types";

/** Whether the log stands as it was written, from a verification that was really made. */
export function ChainNote({ note }: { note: ChainNoteData }) {
  const { formatCount, formatDateTime } = useFormat();
  if (note.state === "empty") return null;
  if (note.state === "broken") {
    return (
      <Banner
        tone="danger"
        title={`The log was changed at entry ${formatCount(note.sequence)}`}
        role="status"
      >
        Checked {formatDateTime(note.checkedAt)}: {note.difference}. What stands from there on is not proven.
      </Banner>
    );
  }
  return (
    <p className="flex items-start gap-2 text-muted text-sm">
      <ShieldCheck aria-hidden className="mt-0.5 size-4 shrink-0 stroke-[1.75] text-success" />
      <span>
        Verified {formatDateTime(note.checkedAt)}:{" "}
        {note.entries === 1 ? "1 entry" : `${formatCount(note.entries)} entries`}, none changed or missing
      </span>
    </p>
  );
}

/** The same height while the verification runs. */
export function ChainNoteWaiting() {
  return (
    <p role="status" className="text-muted text-sm">
      Verifying every entry
    </p>
  );
}
