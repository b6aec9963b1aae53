import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { switchPerson } from "@/app/_server/actions";
import { findVisitor } from "@/app/_server/page-context";
import { Invitation } from "@/components/invitation/invitation";
import { type InvitationSight, lookAtInvitation } from "@/lib/accounts";
import { ACCOUNT_HOME, accountPath } from "@/lib/platform/account-path";
import { systemClock } from "@/lib/platform/clock";
import { DomainError } from "@/lib/platform/errors";

// The address is a secret: it is neither indexed nor told to any site that is linked to.
export const metadata: Metadata = {
  title: "Invitation",
  robots: { index: false, follow: false },
  referrer: "no-referrer",
};

const stranger = { actor: { kind: "system", name: "visitor" }, clock: systemClock } as const;

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const visitor = await findVisitor();
  const { joinedSlug, isInvited, ...look } = await lookOrLeave(visitor?.ctx ?? stranger, token);
  return (
    <Invitation
      data={{
        token,
        look,
        homeHref: joinedSlug === null ? null : accountPath(joinedSlug, ACCOUNT_HOME),
        visitor: visitor && { email: visitor.person.email, isInvited },
      }}
      switchPerson={switchPerson}
    />
  );
}

async function lookOrLeave(
  ctx: Parameters<typeof lookAtInvitation>[0],
  token: string,
): Promise<InvitationSight> {
  try {
    return await lookAtInvitation(ctx, token);
  } catch (error) {
    if (error instanceof DomainError && error.status === 404) notFound();
    throw error;
  }
}
