"use client";

import { AlertDialog as RadixAlertDialog } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./button";
import { DIALOG_LOOK } from "./dialog-frame";
import { giveFocus } from "./give-focus";

export type ConfirmLossProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** A question that names the thing: "Revoke production?" */
  title: string;
  /** What happens and what does not, with amounts and dates. */
  description: ReactNode;
  /** The way back, named: "Keep the key". It has the focus. */
  keepLabel: string;
  /** Verb + object + amount: "Revoke key". */
  actLabel: string;
  busy: boolean;
  /** Refusal of the last try. */
  error?: string | null | undefined;
  /** Ids of what gets the focus afterwards, the first that is there. */
  returnFocusTo: readonly string[];
  onConfirm: () => void;
};

/** Asks before money moves or something is lost. Focus starts on the safe button; Esc closes unless busy. */
export function ConfirmLoss(props: ConfirmLossProps) {
  const {
    open,
    onOpenChange,
    title,
    description,
    keepLabel,
    actLabel,
    busy,
    error,
    returnFocusTo,
    onConfirm,
  } = props;
  return (
    <RadixAlertDialog.Root
      open={open}
      onOpenChange={(next) => (busy && !next ? undefined : onOpenChange(next))}
    >
      <RadixAlertDialog.Portal>
        <RadixAlertDialog.Overlay className={DIALOG_LOOK.scrim} />
        <RadixAlertDialog.Content
          className={DIALOG_LOOK.content}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            giveFocus(returnFocusTo);
          }}
        >
          <div className={DIALOG_LOOK.head}>
            <RadixAlertDialog.Title className={DIALOG_LOOK.title}>{title}</RadixAlertDialog.Title>
          </div>
          <div className="px-6 pt-1 pb-5 max-sm:px-4">
            <RadixAlertDialog.Description asChild>
              <div className="text-muted text-sm">{description}</div>
            </RadixAlertDialog.Description>
            {error ? (
              <p role="alert" className="mt-3 text-danger text-sm">
                {error}
              </p>
            ) : null}
          </div>
          <div className={DIALOG_LOOK.foot}>
            <RadixAlertDialog.Cancel asChild>
              <Button disabled={busy}>{keepLabel}</Button>
            </RadixAlertDialog.Cancel>
            <Button variant="danger" busy={busy} onClick={onConfirm}>
              {actLabel}
            </Button>
          </div>
        </RadixAlertDialog.Content>
      </RadixAlertDialog.Portal>
    </RadixAlertDialog.Root>
  );
}
