import { renderMessage } from "../../mail/message";
import type { Role } from "../../permissions";
import { roleWords } from "../compute/role-words";

export interface RoleChangedFacts {
  readonly name: string;
  readonly accountName: string;
  readonly from: Role;
  readonly to: Role;
  /** Full address of the Team page, where each role's rights stand. */
  readonly teamUrl: string;
}

/** The notice to a member whose role was changed. */
export const renderRoleChanged = ({ name, accountName, from, to, teamUrl }: RoleChangedFacts) =>
  renderMessage({
    subject: `Your role in ${accountName} changed`,
    preview: `You are ${roleWords[to]} of ${accountName} now.`,
    heading: "Your role changed",
    paragraphs: [
      name ? `Hello ${name},` : "Hello,",
      `you are ${roleWords[to]} of ${accountName} now; before, you were ${roleWords[from]}. API keys that you made there do only what your role allows.`,
    ],
    action: { label: "See what each role may do", href: teamUrl },
  });
