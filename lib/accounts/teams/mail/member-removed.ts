import { renderMessage } from "../../mail/message";

export interface MemberRemovedFacts {
  readonly name: string;
  readonly accountName: string;
}

/** The notice to somebody who was removed. */
export const renderMemberRemoved = ({ name, accountName }: MemberRemovedFacts) =>
  renderMessage({
    subject: `You were removed from ${accountName}`,
    preview: `You no longer belong to ${accountName}.`,
    heading: `You no longer belong to ${accountName}`,
    paragraphs: [
      name ? `Hello ${name},` : "Hello,",
      `you were removed from ${accountName} on Meterhouse. You can no longer see it, and the API keys that you made there no longer work. Your other accounts are as they were.`,
    ],
  });
