"use client";

import { type FormEvent, useId, useState } from "react";
import type { requestDeletion } from "@/components/api/deletion-calls";
import { useAct } from "@/components/api/use-act";
import { useFormat } from "@/components/format/format-provider";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/field";
import { describeLosses } from "./describe-losses";
import type { DeletionData } from "./types";

export type DeleteDialogProps = {
  data: DeletionData;
  request: typeof requestDeletion;
  returnFocusTo: readonly string[];
  onDone: (dueAt: string) => void;
  onClose: () => void;
};

/** Asks for the name before anything is deleted, with everything that will be lost above it. */
export function DeleteDialog({ data, request, returnFocusTo, onDone, onClose }: DeleteDialogProps) {
  const format = useFormat();
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState(false);
  const act = useAct(request);
  const formId = useId();
  const busy = act.busyWith !== null;
  const { subject, what, confirmName } = data;
  async function submit(event: FormEvent) {
    event.preventDefault();
    const isSame = typed.trim() === confirmName;
    setWrong(!isSame);
    if (!isSame) return;
    const result = await act.run("delete", subject, typed.trim());
    if (result.ok) onDone(result.data.dueAt);
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      busy={busy}
      returnFocusTo={returnFocusTo}
      title={`Delete ${what}?`}
      footer={
        <>
          <Button disabled={busy} onClick={onClose}>
            Keep {what}
          </Button>
          <Button type="submit" form={formId} variant="danger" busy={busy}>
            Delete {what}
          </Button>
        </>
      }
    >
      <DialogBody>
        <form id={formId} onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
          <ul className="flex list-disc flex-col gap-1 pl-5 text-muted text-sm">
            {describeLosses(data, format).map((loss) => (
              <li key={loss}>{loss}</li>
            ))}
          </ul>
          <TextField
            label={
              <>
                Type <span className="font-semibold">{confirmName}</span> to confirm
              </>
            }
            name="name"
            value={typed}
            autoComplete="off"
            spellCheck={false}
            maxLength={320}
            error={wrong ? `Type the name exactly: ${confirmName}` : null}
            onChange={(event) => {
              setTyped(event.target.value);
              setWrong(false);
            }}
          />
          {act.refusal ? (
            <p role="alert" className="text-danger text-sm">
              Nothing was deleted. {act.refusal.message}
            </p>
          ) : null}
        </form>
      </DialogBody>
    </Dialog>
  );
}
