"use client";

import type { rotateApiKey } from "@/components/api/key-calls";
import { useAct } from "@/components/api/use-act";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody } from "@/components/ui/dialog";
import { CREATE_KEY_ID, keyActionsId, NEW_KEY_ID } from "./focus-ids";
import type { ApiKeyRow, CreatedApiKey } from "./types";

export type RotateKeyDialogProps = {
  apiKey: ApiKeyRow;
  rotate: typeof rotateApiKey;
  onDone: (key: CreatedApiKey) => void;
  onClose: () => void;
};

/** Replaces a key; the old one keeps working for a day, so that servers can change over. */
export function RotateKeyDialog({ apiKey, rotate, onDone, onClose }: RotateKeyDialogProps) {
  const act = useAct(rotate);
  const busy = act.busyWith !== null;
  async function confirm() {
    const result = await act.run("rotate", apiKey.id);
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
          <span className="font-mono">{apiKey.prefix}…</span>, still works for 24 hours, so that your servers
          can change over.
        </p>
        {act.refusal ? (
          <p role="alert" className="mt-3 text-danger">
            The key was not rotated. {act.refusal.message}
          </p>
        ) : null}
      </DialogBody>
    </Dialog>
  );
}
