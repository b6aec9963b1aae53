"use client";

import { useState } from "react";
import type { rotateApiKey } from "@/components/api/key-calls";
import { useAct } from "@/components/api/use-act";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { CREATE_KEY_ID, keyActionsId, NEW_KEY_ID } from "./focus-ids";
import type { ApiKeyRow, CreatedApiKey } from "./types";

export type RotateKeyDialogProps = {
  apiKey: ApiKeyRow;
  rotate: typeof rotateApiKey;
  onDone: (key: CreatedApiKey) => void;
  onClose: () => void;
};

const OVERLAPS = [
  { value: "0", label: "Not at all: it is revoked at once" },
  { value: "1", label: "1 hour" },
  { value: "24", label: "24 hours" },
  { value: "72", label: "72 hours" },
] as const;

/** Replaces a key; the old one keeps working for as long as is chosen, so that servers can change over. */
export function RotateKeyDialog({ apiKey, rotate, onDone, onClose }: RotateKeyDialogProps) {
  const act = useAct(rotate);
  const [overlap, setOverlap] = useState("24");
  const busy = act.busyWith !== null;
  async function confirm() {
    const result = await act.run("rotate", { id: apiKey.id, overlapHours: Number(overlap) });
    if (result.ok) onDone(result.data);
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      busy={busy}
      returnFocusTo={[NEW_KEY_ID, keyActionsId(apiKey.id), CREATE_KEY_ID]}
      title={`Rotate ${apiKey.name}?`}
      footer={
        <>
          <Button disabled={busy} onClick={onClose}>
            Keep the key
          </Button>
          <Button variant="primary" busy={busy} onClick={() => void confirm()}>
            Rotate key
          </Button>
        </>
      }
    >
      <DialogBody className="text-muted text-sm">
        <p>
          You get a new key with the same name and scopes, shown once. The old one,{" "}
          <span className="font-mono">{apiKey.prefix}…</span>, can work on for a while, so that your servers
          can change over.
        </p>
        <Field label="The old key still works for" className="mt-4 text-ink">
          {({ id }) => (
            <Select
              field
              id={id}
              label="The old key still works for"
              value={overlap}
              options={OVERLAPS}
              onChange={setOverlap}
            />
          )}
        </Field>
        {act.refusal ? (
          <p role="alert" className="mt-3 text-danger">
            The key was not rotated. {act.refusal.message}
          </p>
        ) : null}
      </DialogBody>
    </Dialog>
  );
}
