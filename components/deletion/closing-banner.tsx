"use client";

import { useFormat } from "@/components/format/format-provider";
import { Banner } from "@/components/ui/banner";
import type { DeletionSubject } from "./types";
import { UndoButton } from "./undo-button";

export type ClosingBannerProps = {
  subject: DeletionSubject;
  /** What is deleted, as words: "Larkfield Studio", "your profile". */
  what: string;
  dueAt: string;
  isErasing: boolean;
  /** Only owners, and the person themselves, can undo. */
  canUndo: boolean;
};

/** On every page while a deletion is scheduled: nobody should be surprised by it. */
export function ClosingBanner({ subject, what, dueAt, isErasing, canUndo }: ClosingBannerProps) {
  const { formatDateTime } = useFormat();
  const title = `${what.charAt(0).toUpperCase()}${what.slice(1)} will be deleted`;
  return (
    <Banner
      tone="danger"
      role="status"
      title={isErasing ? `${title} now` : title}
      actions={canUndo && !isErasing ? <UndoButton subject={subject} /> : null}
    >
      {isErasing ? (
        <p>Erasing has begun and cannot be undone.</p>
      ) : (
        <p>
          Everything is erased on {formatDateTime(dueAt)}. Until then it works as before, and nothing renews.
          {canUndo ? "" : " An owner can undo it."}
        </p>
      )}
    </Banner>
  );
}
