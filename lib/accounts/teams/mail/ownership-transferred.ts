import { renderMessage } from "../../mail/message";

export interface OwnershipTransferredFacts {
  /** Whom the message is to. */
  readonly name: string;
  readonly isNewOwner: boolean;
  /** The other of the two. */
  readonly otherName: string;
  readonly accountName: string;
  /** Full address of the Team page. */
  readonly teamUrl: string;
}

/** The notice to one side of a transfer. */
export function renderOwnershipTransferred(facts: OwnershipTransferredFacts) {
  const { name, isNewOwner, otherName, accountName, teamUrl } = facts;
  const greeting = name ? `Hello ${name},` : "Hello,";
  const action = { label: "Open the team", href: teamUrl };
  if (isNewOwner) {
    return renderMessage({
      subject: `${accountName} was transferred to you`,
      preview: `${accountName} is yours now.`,
      heading: `${accountName} is yours now`,
      paragraphs: [
        greeting,
        `${otherName} transferred ${accountName} to you. You are an owner now: plans, people and the account itself are yours to decide. ${otherName} is an admin.`,
      ],
      action,
    });
  }
  return renderMessage({
    subject: `You transferred ${accountName}`,
    preview: `${otherName} is an owner of ${accountName} now.`,
    heading: `You handed ${accountName} over`,
    paragraphs: [
      greeting,
      `you transferred ${accountName} to ${otherName}, who is an owner now. You are an admin.`,
    ],
    action,
    footnote: `If this was not you, write to ${otherName} and change how you sign in.`,
  });
}
