"use client";

import { Dialog as RadixDialog } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { classNames } from "./class-names";

export type SheetProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Names the sheet for screen readers. */
  title: string;
  trigger: ReactElement;
  className?: string | undefined;
  children: ReactNode;
};

/** A panel from the left that holds the focus: the navigation of narrow screens. */
export function Sheet({ open, onOpenChange, title, trigger, className, children }: SheetProps) {
  return (
    <RadixDialog.Root open={open} onOpenChange={onOpenChange}>
      <RadixDialog.Trigger asChild>{trigger}</RadixDialog.Trigger>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="enter-fade fixed inset-0 z-30 bg-scrim" />
        <RadixDialog.Content
          aria-describedby={undefined}
          className={classNames(
            "enter-left fixed inset-y-0 left-0 z-40 w-72 max-w-[calc(100vw-3rem)] overflow-auto bg-surface shadow-dialog outline-none",
            className,
          )}
        >
          <RadixDialog.Title className="sr-only">{title}</RadixDialog.Title>
          {children}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}
