"use client";

import { X } from "lucide-react";
import { Dialog as RadixDialog } from "radix-ui";
import { type ReactNode, useEffect } from "react";
import { buttonVariants } from "./button-variants";
import { giveFocus } from "./give-focus";
import { useMediaQuery } from "./use-media-query";

export type DrawerProps = {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  /** J and K, when the list beside the drawer has a next and a previous row. */
  onNext?: (() => void) | undefined;
  onPrevious?: (() => void) | undefined;
  /** Ids of what gets the focus when it closes: the first that is on the page. */
  returnFocusTo?: readonly string[] | undefined;
  children: ReactNode;
};

const WIDE = "(min-width: 80rem)";

/** Details at the right. From 1280 px the list beside it stays usable; J and K move, Esc closes. */
export function Drawer({ open, onClose, title, onNext, onPrevious, returnFocusTo, children }: DrawerProps) {
  const beside = useMediaQuery(WIDE);
  useEffect(() => {
    if (!open) return;
    function onKey(event: KeyboardEvent) {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "j") onNext?.();
      if (event.key === "k") onPrevious?.();
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [open, onNext, onPrevious]);
  return (
    <RadixDialog.Root open={open} modal={!beside} onOpenChange={(next) => (next ? undefined : onClose())}>
      <RadixDialog.Portal>
        {beside ? null : <RadixDialog.Overlay className="enter-fade fixed inset-0 z-30 bg-scrim" />}
        <RadixDialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            if (!returnFocusTo) return;
            event.preventDefault();
            giveFocus(returnFocusTo);
          }}
          onInteractOutside={(event) => (beside ? event.preventDefault() : undefined)}
          className="enter-right fixed inset-y-0 right-0 z-40 flex w-130 max-w-full flex-col overflow-auto border-line border-l bg-raised shadow-dialog outline-none max-sm:w-full max-sm:border-0 xl:shadow-none"
        >
          <div className="sticky top-0 flex items-start justify-between gap-4 bg-raised px-6 pt-5 pb-4 max-sm:px-4">
            <RadixDialog.Title className="min-w-0 font-semibold text-lg">{title}</RadixDialog.Title>
            <RadixDialog.Close
              aria-label="Close"
              className={buttonVariants({ variant: "quiet", size: "xs", shape: "icon" })}
            >
              <X aria-hidden className="size-4 stroke-[1.75]" />
            </RadixDialog.Close>
          </div>
          {children}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null
  );
}
