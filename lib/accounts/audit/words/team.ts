import type { ActionWords } from "./types";

export const teamWords = {
  "account.ownership_transferred": {
    kind: "team",
    label: "Ownership transferred",
    sentence: "{actor} handed the account over to another owner",
    detail: "{actor} handed the account over to {after.ownerId:person}",
  },
  "invitation.accepted": {
    kind: "team",
    label: "Invitation accepted",
    sentence: "{actor} accepted an invitation",
  },
  "invitation.resent": {
    kind: "team",
    label: "Invitation sent again",
    sentence: "{actor} sent an invitation again",
    detail: "{actor} sent an invitation as {after.role} again",
  },
  "invitation.revoked": {
    kind: "team",
    label: "Invitation withdrawn",
    sentence: "{actor} withdrew an invitation",
    detail: "{actor} withdrew an invitation as {before.role}",
  },
  "invitation.sent": {
    kind: "team",
    label: "Invitation sent",
    sentence: "{actor} invited somebody to the account",
    detail: "{actor} invited somebody as {after.role}",
  },
  "member.erased": {
    kind: "team",
    label: "Member deleted",
    sentence: "{target} left the account: they deleted their profile",
  },
  "member.joined": {
    kind: "team",
    label: "Member joined",
    sentence: "{actor} joined the account",
    detail: "{actor} joined the account as {after.role}",
  },
  "member.left": {
    kind: "team",
    label: "Member left",
    sentence: "{actor} left the account",
  },
  "member.removed": {
    kind: "team",
    label: "Member removed",
    sentence: "{actor} removed {target} from the account",
  },
  "member.role_changed": {
    kind: "team",
    label: "Role changed",
    sentence: "{actor} changed {target's} role",
    detail: "{actor} changed {target's} role from {before.role} to {after.role}",
  },
} as const satisfies Readonly<Record<string, ActionWords>>;
