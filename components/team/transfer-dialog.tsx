"use client";

import { type FormEvent, useId, useState } from "react";
import { transferAccount } from "@/components/api/team-calls";
import { useAct } from "@/components/api/use-act";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/field";
import { INVITE_ID, memberActionsId } from "./focus-ids";
import type { MemberEntry } from "./types";

export type TransferDialogProps = {
  accountName: string;
  member: MemberEntry;
  onDone: (member: MemberEntry) => void;
  onClose: () => void;
};

/** Hands the account over, after its name was typed. */
export function TransferDialog({ accountName, member, onDone, onClose }: TransferDialogProps) {
  const formId = useId();
  const act = useAct(transferAccount);
  const [wrong, setWrong] = useState<string | null>(null);
  const busy = act.busyWith !== null;
  const name = member.name || member.email;
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const typed = String(new FormData(event.currentTarget).get("accountName") ?? "").trim();
    setWrong(typed === accountName ? null : `Type ${accountName} to confirm.`);
    if (typed !== accountName) return;
    const result = await act.run("transfer", { personId: member.personId, accountName: typed });
    if (result.ok) onDone(member);
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      busy={busy}
      returnFocusTo={[memberActionsId(member.personId), INVITE_ID]}
      title={`Transfer ${accountName} to ${name}?`}
      description={`${name} becomes an owner, and you an admin: you can no longer delete or transfer the account, and only an owner can give it back.`}
      footer={
        <>
          <Button disabled={busy} onClick={onClose}>
            Keep the account
          </Button>
          <Button type="submit" form={formId} variant="danger" busy={busy}>
            Transfer the account
          </Button>
        </>
      }
    >
      <DialogBody>
        <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-4">
          <TextField
            label={`Type ${accountName} to confirm`}
            name="accountName"
            autoComplete="off"
            maxLength={120}
            error={wrong}
          />
          {act.refusal ? (
            <p role="alert" className="text-danger text-sm">
              Nothing was transferred. {act.refusal.message}
            </p>
          ) : null}
        </form>
      </DialogBody>
    </Dialog>
  );
}
