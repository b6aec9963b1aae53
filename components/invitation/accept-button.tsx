"use client";

import type { FormEvent } from "react";
import { acceptInvitation } from "@/components/api/team-calls";
import { useAct } from "@/components/api/use-act";
import { Button } from "@/components/ui/button";
import { ACCOUNT_HOME, accountPath } from "@/lib/platform/account-path";

/** Joins the account and goes there; a refusal stands above the button. */
export function AcceptButton({ token, accountName }: { token: string; accountName: string }) {
  const { busyWith, refusal, run } = useAct(acceptInvitation);
  async function accept(event: FormEvent) {
    event.preventDefault();
    const result = await run("accept", token);
    // A fresh page: the rail and the accounts in it are another person's share now.
    if (result.ok) window.location.assign(accountPath(result.data.accountSlug, ACCOUNT_HOME));
  }
  return (
    <form onSubmit={(event) => void accept(event)} className="flex flex-col items-center gap-3">
      {refusal ? (
        <p role="alert" className="max-w-100 text-danger text-sm">
          You did not join. {refusal.message}
        </p>
      ) : null}
      <Button type="submit" variant="primary" busy={busyWith !== null}>
        Join {accountName}
      </Button>
    </form>
  );
}
