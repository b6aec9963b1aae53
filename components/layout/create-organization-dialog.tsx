"use client";

import { type FormEvent, useId, useState } from "react";
import { createOrganization } from "@/components/api/account-calls";
import { useAct } from "@/components/api/use-act";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/field";
import { ACCOUNT_HOME, accountPath } from "@/lib/platform/account-path";

export type CreateOrganizationDialogProps = {
  /** Id of what gets the focus back. */
  returnFocusTo: string;
  onClose: () => void;
};

/** Names a new organization; then one is in it. */
export function CreateOrganizationDialog({ returnFocusTo, onClose }: CreateOrganizationDialogProps) {
  const formId = useId();
  const act = useAct(createOrganization);
  const [wrong, setWrong] = useState<string | null>(null);
  const busy = act.busyWith !== null;
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const name = String(new FormData(event.currentTarget).get("name") ?? "").trim();
    setWrong(name === "" ? "Give the organization a name." : null);
    if (name === "") return;
    const result = await act.run("create", { name });
    if (!result.ok) return;
    window.location.assign(accountPath(result.data.slug, ACCOUNT_HOME));
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      busy={busy}
      returnFocusTo={[returnFocusTo]}
      title="Create an organization"
      description="An account of its own: its plan, usage, keys and people are apart from yours. You own it."
      footer={
        <>
          <Button disabled={busy} onClick={onClose}>
            Not now
          </Button>
          <Button type="submit" form={formId} variant="primary" busy={busy}>
            Create organization
          </Button>
        </>
      }
    >
      <DialogBody>
        <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-4">
          <TextField
            label="Name"
            name="name"
            maxLength={120}
            autoComplete="organization"
            placeholder="Larkfield Studio"
            error={wrong}
          />
          {act.refusal ? (
            <p role="alert" className="text-danger text-sm">
              No organization was made. {act.refusal.message}
            </p>
          ) : null}
        </form>
      </DialogBody>
    </Dialog>
  );
}
