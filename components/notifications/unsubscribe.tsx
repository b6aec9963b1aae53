"use client";

import { useState } from "react";
import { unsubscribe } from "@/components/api/profile-calls";
import { useAct } from "@/components/api/use-act";
import { Button } from "@/components/ui/button";
import { Card, CardBody } from "@/components/ui/card";

export type UnsubscribeProps = {
  /** Null when the link is broken. */
  link: { token: string; name: string } | null;
};

/** Asks before one kind of e-mail is stopped, since mail programs open links by themselves. */
export function Unsubscribe({ link }: UnsubscribeProps) {
  const act = useAct(unsubscribe);
  const [isDone, setIsDone] = useState(false);
  const broken = link === null;
  const title = broken
    ? "This link is not complete"
    : isDone
      ? `${link.name} stopped`
      : `Stop “${link.name}”?`;
  async function stop(token: string) {
    const result = await act.run("stop", token);
    if (!result.ok) return;
    act.clear();
    setIsDone(true);
  }
  return (
    <main id="main" tabIndex={-1} className="grid flex-1 place-items-center px-4 py-16 outline-none">
      <Card className="w-full max-w-120" label="E-mail">
        <CardBody className="flex flex-col items-start gap-4">
          <h1 className="font-[620] text-xl tracking-[-0.018em]">{title}</h1>
          <p role="status" className="text-muted">
            {broken
              ? "Open it from the message again. Every e-mail can be switched off in your settings, too."
              : isDone
                ? "You get no more e-mails of this kind. Your settings can switch them on again."
                : "You get no more e-mails of this kind. Everything else is sent as before."}
          </p>
          {act.refusal ? (
            <p role="alert" className="text-danger text-sm">
              Nothing was changed. {act.refusal.message}
            </p>
          ) : null}
          {broken || isDone ? (
            <a href="/settings/notifications">Open notification settings</a>
          ) : (
            <Button variant="primary" busy={act.busyWith !== null} onClick={() => void stop(link.token)}>
              Stop these e-mails
            </Button>
          )}
        </CardBody>
      </Card>
    </main>
  );
}
