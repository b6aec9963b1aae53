import type { ActionWords } from "./types";

/** What people do to what is theirs alone. */
export const personWords = {
  "avatar.removed": {
    kind: "person",
    label: "Picture removed",
    sentence: "{actor} removed {target's} picture",
  },
  "avatar.updated": {
    kind: "person",
    label: "Picture changed",
    sentence: "{actor} changed {target's} picture",
  },
  "notifications.updated": {
    kind: "person",
    label: "Notifications changed",
    sentence: "{actor} changed which notifications reach {target}",
  },
  "person.deletion_requested": {
    kind: "person",
    label: "Profile deletion requested",
    sentence: "{actor} asked for {target's} profile to be deleted",
  },
  "person.deletion_undone": {
    kind: "person",
    label: "Profile deletion undone",
    sentence: "{actor} undid the deletion of {target's} profile",
  },
  "person.identity_deleted": {
    kind: "person",
    label: "Identity deleted",
    sentence: "The identity provider deleted {target}; their access ended",
  },
  "person.updated": {
    kind: "person",
    label: "Identity changed",
    sentence: "The identity provider changed {target's} details",
  },
  "preferences.updated": {
    kind: "person",
    label: "Preferences changed",
    sentence: "{actor} changed {target's} preferences",
  },
  "session.all_ended": {
    kind: "person",
    label: "Signed out everywhere",
    sentence: "{actor} ended the sessions of {target}",
  },
  "session.ended": {
    kind: "person",
    label: "Session ended",
    sentence: "{actor} signed out one of their sessions",
  },
} as const satisfies Readonly<Record<string, ActionWords>>;
