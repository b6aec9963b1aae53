"use client";

import { useFormat } from "@/components/format/format-provider";
import { ROLE_NAMES } from "@/components/format/role-names";
import type { FormTarget } from "@/components/layout/types";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { AcceptButton } from "./accept-button";
import { InvitationCard } from "./invitation-card";
import type { InvitationData } from "./types";

const CLOSED = {
  expired: {
    title: "This invitation has expired",
    what: "was good until",
    next: "Ask them to send it again.",
  },
  revoked: {
    title: "This invitation was withdrawn",
    what: "was withdrawn",
    next: "Ask them for a new one if you think that is a mistake.",
  },
  used: {
    title: "This invitation was used already",
    what: "works once, and was used",
    next: "If that was you, sign in to open the account; if not, ask them for a new one.",
  },
} as const;

export type InvitationProps = { data: InvitationData; switchPerson: FormTarget };

/** An invitation as whoever has its link sees it: to accept, to sign in for, or to learn why it no longer works. */
export function Invitation({ data, switchPerson }: InvitationProps) {
  const { formatDateTime } = useFormat();
  const { token, look, homeHref, visitor } = data;
  const { accountName, invitedByName, emailHint, expiresAt } = look;
  if (homeHref) {
    return (
      <InvitationCard
        title={`You belong to ${accountName} already`}
        actions={
          <ButtonLink href={homeHref} variant="primary">
            Open {accountName}
          </ButtonLink>
        }
      >
        There is nothing left to accept.
      </InvitationCard>
    );
  }
  if (look.state !== "open") {
    const { title, what, next } = CLOSED[look.state];
    const until = look.state === "expired" ? ` ${formatDateTime(expiresAt)}` : "";
    return (
      <InvitationCard
        title={title}
        actions={<ButtonLink href="/dashboard">Go to your own accounts</ButtonLink>}
      >
        The invitation of {invitedByName} to {accountName} {what}
        {until}. {next}
      </InvitationCard>
    );
  }
  const back = encodeURIComponent(`/invitations/${token}`);
  const title = `Join ${accountName} as ${ROLE_NAMES[look.role].toLowerCase()}`;
  if (!visitor) {
    return (
      <InvitationCard
        title={title}
        actions={
          <>
            <ButtonLink href={`/sign-in?next=${back}`} variant="primary">
              Sign in to accept
            </ButtonLink>
            <ButtonLink href={`/sign-up?next=${back}`}>Create an account</ButtonLink>
          </>
        }
      >
        {invitedByName} invites {emailHint}, until {formatDateTime(expiresAt)}. Sign in with that address, or
        make an account with it.
      </InvitationCard>
    );
  }
  if (!visitor.isInvited) {
    return (
      <InvitationCard
        title={`This invitation is for ${emailHint}`}
        actions={
          <form action={switchPerson}>
            <input type="hidden" name="next" value={`/invitations/${token}`} />
            <Button type="submit" variant="primary">
              Sign in as someone else
            </Button>
          </form>
        }
      >
        You are signed in as {visitor.email}. To join {accountName}, sign in with the address it was sent to.
      </InvitationCard>
    );
  }
  return (
    <InvitationCard title={title} actions={<AcceptButton token={token} accountName={accountName} />}>
      {invitedByName} invites you, until {formatDateTime(expiresAt)}. What is in the account stays with it;
      your other accounts are as they were.
    </InvitationCard>
  );
}
