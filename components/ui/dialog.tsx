"use client";

import { X } from "lucide-react";
import { Dialog as RadixDialog } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { buttonVariants } from "./button-variants";
import { classNames } from "./class-names";
import { DIALOG_LOOK } from "./dialog-frame";
import { giveFocus } from "./give-focus";

export type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  /** While an act is under way neither Esc nor a click outside closes the dialog. */
  busy?: boolean | undefined;
  /** Hides the cross and keeps the dialog open until its own button closes it. */
  mustAnswer?: boolean | undefined;
  trigger?: ReactElement | undefined;
  /** Ids of what gets the focus afterwards, the first that is there; with a trigger, the trigger does. */
  returnFocusTo?: readonly string[] | undefined;
  footer: ReactNode;
  children: ReactNode;
};

/** A task in front of the page. Focus goes to the first field and back to the trigger. */
export function Dialog(props: DialogProps) {
  const { open, onOpenChange, title, description, busy = false, mustAnswer = false } = props;
  const { trigger, returnFocusTo, footer, children } = props;
  const held = busy || mustAnswer;
  const onlyWhenFree = (event: Event) => {
    if (held) event.preventDefault();
  };
  return (
    <RadixDialog.Root open={open} onOpenChange={(next) => (held && !next ? undefined : onOpenChange(next))}>
      {trigger ? <RadixDialog.Trigger asChild>{trigger}</RadixDialog.Trigger> : null}
      <RadixDialog.Portal>
        <RadixDialog.Overlay className={DIALOG_LOOK.scrim} />
        <RadixDialog.Content
          className={DIALOG_LOOK.content}
          onEscapeKeyDown={onlyWhenFree}
          onPointerDownOutside={onlyWhenFree}
          onCloseAutoFocus={(event) => {
            if (!returnFocusTo) return;
            event.preventDefault();
            giveFocus(returnFocusTo);
          }}
          {...(description ? {} : { "aria-describedby": undefined })}
        >
          <div className={classNames(DIALOG_LOOK.head, "pr-14 max-sm:pr-14")}>
            <div className="min-w-0">
              <RadixDialog.Title className={DIALOG_LOOK.title}>{title}</RadixDialog.Title>
              {description ? (
                <RadixDialog.Description className={DIALOG_LOOK.description}>
                  {description}
                </RadixDialog.Description>
              ) : null}
            </div>
          </div>
          {children}
          <div className={DIALOG_LOOK.foot}>{footer}</div>
          {mustAnswer ? null : (
            <RadixDialog.Close
              aria-label="Close"
              disabled={busy}
              className={classNames(
                buttonVariants({ variant: "quiet", size: "xs", shape: "icon" }),
                "absolute top-4 right-4.5 max-sm:right-2.5",
              )}
            >
              <X aria-hidden className="size-4 stroke-[1.75]" />
            </RadixDialog.Close>
          )}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

/** The scrolling part of a dialog. */
export function DialogBody({ className, children }: { className?: string | undefined; children: ReactNode }) {
  return <div className={classNames(DIALOG_LOOK.body, className)}>{children}</div>;
}
