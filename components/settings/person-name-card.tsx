"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useId } from "react";
import { renamePerson } from "@/components/api/profile-calls";
import { useAct } from "@/components/api/use-act";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardFooter, CardHeader } from "@/components/ui/card";
import { TextField } from "@/components/ui/field";
import { showResult } from "@/components/ui/toast";
import { useTypedText } from "@/components/ui/use-typed-text";
import type { PersonProfile } from "./types";

const WHERE: Readonly<Record<PersonProfile["emailChangedAt"], string>> = {
  clerk:
    "Your address belongs to your sign-in: it is changed under Manage account of the sign-in, and follows here.",
  nowhere:
    "The local identity knows people by their address, so it stays. Sign in with another one to be somebody else.",
};

/** Name and address of the person. */
export function PersonNameCard({ profile }: { profile: PersonProfile }) {
  const router = useRouter();
  const act = useAct(renamePerson);
  const { typed, field } = useTypedText(profile.name);
  const titleId = useId();
  const changed = typed.trim() !== profile.name && typed.trim() !== "";
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!changed) return;
    const result = await act.run("rename", typed.trim());
    if (!result.ok) return;
    act.clear();
    showResult({ title: "Your name was saved" });
    router.refresh();
  }
  return (
    <Card labelledBy={titleId}>
      <form onSubmit={(event) => void submit(event)}>
        <CardHeader title="Name and address" titleId={titleId} />
        <CardBody className="flex flex-col gap-4">
          <TextField
            label="Your name"
            name="name"
            {...field}
            maxLength={120}
            autoComplete="name"
            error={act.refusal?.message}
          />
          <div className="flex flex-col gap-1.5">
            <span className="font-medium text-sm">E-mail address</span>
            <span className="break-words">{profile.email}</span>
            <p className="text-muted text-xs">{WHERE[profile.emailChangedAt]}</p>
          </div>
        </CardBody>
        <CardFooter>
          <span>Shown to members of your accounts.</span>
          <Button
            type="submit"
            busy={act.busyWith !== null}
            disabledReason={changed ? null : "Type another name first."}
          >
            Save name
          </Button>
        </CardFooter>
      </form>
    </Card>
  );
}
