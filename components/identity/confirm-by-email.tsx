"use client";

import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { offerConfirmation } from "@/components/api/confirm-identity";
import { verifyLocalSession } from "@/components/api/session-calls";
import { useAct } from "@/components/api/use-act";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/field";

type Question = { answer: (confirmed: boolean) => void; opener: Element | null };

/** The dialog "Confirm it is you" of the local identity. Place once; calls that need it open it. */
export function ConfirmByEmail({ verify = verifyLocalSession }: { verify?: typeof verifyLocalSession }) {
  const [question, setQuestion] = useState<Question | null>(null);
  useEffect(
    () =>
      offerConfirmation(
        () =>
          new Promise<boolean>((answer) => {
            setQuestion({ answer, opener: document.activeElement });
          }),
      ),
    [],
  );
  if (!question) return null;
  function close(confirmed: boolean) {
    question?.answer(confirmed);
    setQuestion(null);
    const { opener } = question ?? {};
    // Once the dialog is gone: until then it keeps the focus to itself.
    if (opener instanceof HTMLElement) setTimeout(() => opener.focus(), 0);
  }
  return <ConfirmDialog verify={verify} onClose={close} />;
}

type ConfirmDialogProps = {
  verify: typeof verifyLocalSession;
  onClose: (confirmed: boolean) => void;
};

function ConfirmDialog({ verify, onClose }: ConfirmDialogProps) {
  const form = useId();
  const field = useRef<HTMLInputElement>(null);
  const act = useAct(verify);
  const [missing, setMissing] = useState(false);
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    // The dialog may stand in front of a form of the page.
    event.stopPropagation();
    const email = String(new FormData(event.currentTarget).get("email") ?? "").trim();
    setMissing(email === "");
    if (email === "" || act.busyWith) return;
    const result = await act.run("verify", { email });
    if (result.ok) onClose(true);
    else field.current?.focus();
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose(false))}
      busy={act.busyWith !== null}
      title="Confirm it is you"
      description="What you asked for ends access or cannot be undone, so it needs a fresh proof."
      returnFocusTo={[]}
      footer={
        <>
          <Button disabled={act.busyWith !== null} onClick={() => onClose(false)}>
            Not now
          </Button>
          <Button type="submit" form={form} variant="primary" busy={act.busyWith !== null}>
            Confirm
          </Button>
        </>
      }
    >
      <DialogBody>
        <form id={form} noValidate onSubmit={(event) => void submit(event)}>
          <TextField
            ref={field}
            label="E-mail address"
            name="email"
            type="email"
            autoComplete="username"
            required
            maxLength={254}
            hint="The local identity is a stand-in without passwords: the address you signed in with takes their place. With Clerk you would prove it there."
            error={missing ? "Enter the address you signed in with." : (act.refusal?.message ?? null)}
          />
        </form>
      </DialogBody>
    </Dialog>
  );
}
