"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { endAllSessions, endSession } from "@/components/api/session-calls";
import { useAct } from "@/components/api/use-act";
import { SettingsTabs } from "@/components/settings/settings-tabs";
import type { SettingsTab } from "@/components/settings/types";
import { ConfirmLoss } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { showRefusal, showResult } from "@/components/ui/toast";
import { EVERYWHERE_ELSE_ID, EVERYWHERE_ID } from "./focus-ids";
import { SessionsCard } from "./sessions-card";
import type { SessionRow } from "./types";

export type SessionCalls = { end: typeof endSession; endAll: typeof endAllSessions };

export type SessionsProps = {
  sessions: readonly SessionRow[];
  /** The server's clock when the page was made. */
  now: string;
  tabs?: readonly SettingsTab[] | undefined;
  calls?: SessionCalls | undefined;
};

const CALLS: SessionCalls = { end: endSession, endAll: endAllSessions };

/** Where the person is signed in, and the ways to end that. */
export function Sessions({ sessions, now, tabs = [], calls = CALLS }: SessionsProps) {
  const router = useRouter();
  const one = useAct(calls.end);
  const all = useAct(calls.endAll);
  const [isAsked, setIsAsked] = useState(false);
  const others = sessions.filter(({ isCurrent }) => !isCurrent).length;
  async function endOne(session: SessionRow) {
    const result = await one.run(session.id, session.id);
    one.clear();
    if (result.ok) showResult({ title: `${session.device ?? "The session"} signed out` });
    else showRefusal({ title: "The session was not ended", detail: result.message });
    router.refresh();
  }
  async function endOthers() {
    const result = await all.run("others", true);
    all.clear();
    if (!result.ok) {
      showRefusal({ title: "Nothing was signed out", detail: result.message });
      return;
    }
    showResult({ title: "Signed out everywhere else", detail: describeEnded(result.data.ended) });
    router.refresh();
  }
  async function endEverything() {
    const result = await all.run("everything", false);
    // A whole new page: nothing of what was read as this person stays in the browser.
    if (result.ok) window.location.assign("/sign-in");
  }
  return (
    <>
      <PageHeader
        title="Sessions"
        actions={
          <>
            <Button
              id={EVERYWHERE_ELSE_ID}
              busy={all.busyWith === "others"}
              disabledReason={others === 0 ? "You are signed in nowhere else." : null}
              onClick={() => void endOthers()}
            >
              Sign out everywhere else
            </Button>
            <Button id={EVERYWHERE_ID} onClick={() => setIsAsked(true)}>
              Sign out everywhere
            </Button>
          </>
        }
      >
        Where you are signed in, in every account you belong to. End what you do not know.
      </PageHeader>
      <SettingsTabs tabs={tabs} />
      <SessionsCard
        sessions={sessions}
        now={now}
        busyWith={one.busyWith}
        onEnd={(session) => void endOne(session)}
      />
      <ConfirmLoss
        open={isAsked}
        onOpenChange={(open) => {
          setIsAsked(open);
          all.clear();
        }}
        title="Sign out everywhere?"
        description={
          <p>
            {describeEnded(sessions.length)} This browser is among them: you sign in again to come back. API
            keys are not sessions and keep working.
          </p>
        }
        keepLabel="Stay signed in"
        actLabel="Sign out everywhere"
        busy={all.busyWith === "everything"}
        error={all.refusal ? `Nothing was signed out. ${all.refusal.message}` : null}
        returnFocusTo={[EVERYWHERE_ID]}
        onConfirm={() => void endEverything()}
      />
    </>
  );
}

const describeEnded = (count: number): string => (count === 1 ? "1 session ends." : `${count} sessions end.`);
