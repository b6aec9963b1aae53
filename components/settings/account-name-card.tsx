"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useId } from "react";
import { renameAccount } from "@/components/api/account-calls";
import { useAct } from "@/components/api/use-act";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardFooter, CardHeader } from "@/components/ui/card";
import { TextField } from "@/components/ui/field";
import { showResult } from "@/components/ui/toast";
import { useTypedText } from "@/components/ui/use-typed-text";

export type AccountNameCardProps = { name: string; slug: string; canRename: boolean };

/** The account's name. Its address stays when the name changes, so that no link breaks. */
export function AccountNameCard({ name, slug, canRename }: AccountNameCardProps) {
  const router = useRouter();
  const act = useAct(renameAccount);
  const { typed, field } = useTypedText(name);
  const titleId = useId();
  const busy = act.busyWith !== null;
  const changed = typed.trim() !== name && typed.trim() !== "";
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!changed) return;
    const result = await act.run("rename", typed.trim());
    if (!result.ok) return;
    act.clear();
    showResult({ title: `The account is now called ${typed.trim()}` });
    router.refresh();
  }
  return (
    <Card labelledBy={titleId}>
      <form onSubmit={(event) => void submit(event)}>
        <CardHeader title="Name" titleId={titleId} />
        <CardBody>
          <TextField
            label="Name of the account"
            name="name"
            {...field}
            maxLength={120}
            autoComplete="organization"
            disabled={!canRename}
            hint={
              canRename
                ? `Addresses keep ${slug}, so that no link breaks.`
                : "Only owners and admins rename an account."
            }
            error={act.refusal?.message}
          />
        </CardBody>
        {canRename ? (
          <CardFooter>
            <span>Shown to members, on invitations and in e-mails.</span>
            <Button type="submit" busy={busy} disabledReason={changed ? null : "Type another name first."}>
              Save name
            </Button>
          </CardFooter>
        ) : null}
      </form>
    </Card>
  );
}
