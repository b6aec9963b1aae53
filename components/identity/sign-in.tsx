"use client";

import { useState } from "react";
import { openLocalSession } from "@/components/api/session-calls";
import { useAct } from "@/components/api/use-act";
import { DemoPeople } from "./demo-people";
import { EmailForm } from "./email-form";
import type { DemoPerson } from "./types";

export type SignInProps = {
  mode: "sign-in" | "sign-up";
  /** People to sign in as with one click; empty leaves the panel out. */
  people: readonly DemoPerson[];
  /** Path of this site to go to afterwards, which the server has checked to be one. */
  returnTo: string;
  /** The page of the other mode; by default `/sign-up` and `/sign-in` with the same way back. */
  otherHref?: string | undefined;
  /** Why the visitor is here: "Your session ended." */
  initialError?: string | undefined;
  openSession?: typeof openLocalSession;
};

/** Name of the act that the form starts; the others are named after a person's address. */
const E_MAIL = "form";

/** Signing in or up with the local identity: an e-mail address, no password. */
export function SignIn(props: SignInProps) {
  const { mode, people, returnTo, initialError, openSession = openLocalSession } = props;
  const other = mode === "sign-in" ? "/sign-up" : "/sign-in";
  const otherHref = props.otherHref ?? `${other}?next=${encodeURIComponent(returnTo)}`;
  const act = useAct(openSession);
  const [refused, setRefused] = useState<{ name: string; message: string } | null>(
    initialError ? { name: E_MAIL, message: initialError } : null,
  );
  async function enter(name: string, input: { email: string; name?: string }) {
    setRefused(null);
    const result = await act.run(name, input);
    if (result.ok) window.location.assign(returnTo);
    else setRefused({ name, message: result.message });
  }
  const withPeople = mode === "sign-in" && people.length > 0;
  return (
    <main
      id="main"
      tabIndex={-1}
      className="grid flex-1 grid-cols-1 place-items-center px-4 pt-8 pb-16 outline-none max-sm:place-items-start max-sm:pt-4 max-sm:pb-10"
    >
      <div className={`flex w-full flex-col gap-5 ${withPeople ? "max-w-220" : "max-w-105"}`}>
        <h1 className="font-[630] text-2xl tracking-[-0.022em]">
          {mode === "sign-in" ? "Sign in" : "Create an account"}
        </h1>
        <div
          className={`grid grid-cols-1 rounded-card border border-line bg-surface shadow-card ${withPeople ? "sm:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]" : ""}`}
        >
          <EmailForm
            mode={mode}
            otherHref={otherHref}
            busy={act.busyWith === E_MAIL}
            error={refused?.name === E_MAIL ? refused.message : null}
            onSubmit={(input) => void enter(E_MAIL, input)}
          />
          {withPeople ? (
            <DemoPeople
              people={people}
              busyWith={act.busyWith}
              error={refused && refused.name !== E_MAIL ? refused.message : null}
              onChoose={(email) => void enter(email, { email })}
            />
          ) : null}
        </div>
      </div>
    </main>
  );
}
