"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { openVisit } from "@/components/api/admin-calls";
import { useAct } from "@/components/api/use-act";
import { PageName } from "@/components/layout/page-name";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Card, CardBody } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { TextAreaField } from "@/components/ui/text-area-field";

const SHORTEST = 4;

/** Asks why an account is opened, before anything of it is shown. */
export function OpenCustomer({ id, name }: { id: string; name: string }) {
  const router = useRouter();
  const act = useAct(openVisit);
  const [isOpening, startOpening] = useTransition();
  const [wrong, setWrong] = useState<string | null>(null);
  const busy = act.busyWith !== null || isOpening;
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const reason = String(new FormData(event.currentTarget).get("reason") ?? "").trim();
    const isShort = reason.length < SHORTEST;
    setWrong(isShort ? `Say why in at least ${SHORTEST} characters.` : null);
    if (isShort) return;
    const result = await act.run("open", { id, reason });
    if (result.ok) startOpening(() => router.refresh());
  }
  return (
    <>
      <PageName name={name} />
      <PageHeader title={name}>
        Say why you open this account. The reason holds for an hour and stands in the customer’s own audit
        log.
      </PageHeader>
      <Card className="max-w-160">
        <CardBody>
          <form noValidate onSubmit={submit} className="flex flex-col gap-4">
            <TextAreaField
              label="Reason"
              name="reason"
              maxLength={500}
              placeholder="Ticket 2204: asked why the renewal failed"
              hint="The account’s owner can read it. Leave names and addresses of people out."
              error={wrong}
            />
            {act.refusal ? (
              <p role="alert" className="text-danger text-sm">
                The account was not opened. {act.refusal.message}
              </p>
            ) : null}
            <div className="flex flex-wrap gap-2">
              <Button type="submit" variant="primary" busy={busy}>
                Open for an hour
              </Button>
              <ButtonLink href="/admin/customers">Not now</ButtonLink>
            </div>
          </form>
        </CardBody>
      </Card>
    </>
  );
}
