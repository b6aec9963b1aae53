import { renderMessage } from "../../mail/message";
import { roleWords } from "../compute/role-words";
import type { InvitedRole } from "../schemas";

export interface InvitationMailFacts {
  readonly accountName: string;
  readonly invitedByName: string;
  readonly role: InvitedRole;
  readonly email: string;
  readonly expiresAt: Date;
  readonly link: string;
}

const instant = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});

/** The message with the link, to whoever is invited. */
export const renderInvitation = (facts: InvitationMailFacts) =>
  renderMessage({
    subject: `${facts.invitedByName} invites you to ${facts.accountName}`,
    preview: `${facts.invitedByName} invites you to ${facts.accountName}.`,
    heading: `Join ${facts.accountName}`,
    paragraphs: [
      `${facts.invitedByName} invites you to ${facts.accountName} on Meterhouse as ${roleWords[facts.role]}.`,
      `The link works for ${facts.email}, once, until ${instant.format(facts.expiresAt)} UTC.`,
    ],
    action: { label: "See the invitation", href: facts.link },
    footnote: "If you did not expect this, ignore it: nothing happens until you accept.",
  });
