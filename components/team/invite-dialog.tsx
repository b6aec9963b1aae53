"use client";

import { type FormEvent, useId, useState } from "react";
import { invite } from "@/components/api/team-calls";
import { useAct } from "@/components/api/use-act";
import { ROLE_NAMES } from "@/components/format/role-names";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody } from "@/components/ui/dialog";
import { Field, TextField } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { INVITE_ID } from "./focus-ids";
import type { Role } from "./types";

/** Nobody is invited as owner. */
type InvitedRole = Exclude<Role, "owner">;
const MEANING: Readonly<Record<InvitedRole, string>> = {
  admin: "Everything but deleting or transferring the account.",
  billing: "Plans, payment methods, invoices and usage.",
  member: "Uses the product, and makes API keys of their own.",
  viewer: "Sees the account, its people and its usage.",
};
const ROLES = Object.keys(MEANING) as InvitedRole[];

export type InviteDialogProps = { onDone: (email: string) => void; onClose: () => void };

/** Address and role of somebody new. */
export function InviteDialog({ onDone, onClose }: InviteDialogProps) {
  const formId = useId();
  const act = useAct(invite);
  const [role, setRole] = useState<InvitedRole>("member");
  const [wrong, setWrong] = useState<string | null>(null);
  const busy = act.busyWith !== null;
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const field = event.currentTarget.elements.namedItem("email") as HTMLInputElement;
    const email = field.value.trim();
    const isAddress = email !== "" && field.validity.valid;
    setWrong(isAddress ? null : "Enter an e-mail address, such as ada@example.com.");
    if (!isAddress) return;
    const result = await act.run("invite", { email, role });
    if (result.ok) onDone(email);
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      busy={busy}
      returnFocusTo={[INVITE_ID]}
      title="Invite someone"
      description="They get a link by e-mail that works for seven days. Until then it holds a seat."
      footer={
        <>
          <Button disabled={busy} onClick={onClose}>
            Not now
          </Button>
          <Button type="submit" form={formId} variant="primary" busy={busy}>
            Send invitation
          </Button>
        </>
      }
    >
      <DialogBody>
        <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-4">
          <TextField
            label="E-mail address"
            name="email"
            type="email"
            maxLength={254}
            autoComplete="off"
            placeholder="jonas@weber.example"
            error={wrong}
          />
          <Field label="Role" hint={MEANING[role]}>
            {({ id }) => (
              <Select
                field
                id={id}
                label="Role"
                value={role}
                options={ROLES.map((value) => ({ value, label: ROLE_NAMES[value] }))}
                onChange={(next) => setRole(next as InvitedRole)}
              />
            )}
          </Field>
          {act.refusal ? (
            <p role="alert" className="text-danger text-sm">
              Nothing was sent. {act.refusal.message}
            </p>
          ) : null}
        </form>
      </DialogBody>
    </Dialog>
  );
}
