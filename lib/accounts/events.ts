import { z } from "zod";
import { roleSchema } from "./permissions";

/** A person was seen for the first time and got a personal account. */
export const personCreated = {
  name: "accounts/person.created",
  data: z.object({ personId: z.string(), accountId: z.uuid() }),
} as const;

/** Somebody made an API key for an account. */
export const apiKeyCreated = {
  name: "accounts/api_key.created",
  data: z.object({ apiKeyId: z.uuid() }),
} as const;

/** An API key ends soon. Said once for each of the notices. */
export const apiKeyExpiring = {
  name: "accounts/api_key.expiring",
  data: z.object({ apiKeyId: z.uuid(), daysLeft: z.union([z.literal(7), z.literal(1)]) }),
} as const;

/** A link went into the outbox; it goes to the invited address. The token in it is encrypted. */
export const invitationSent = {
  name: "accounts/invitation.sent",
  data: z.object({ accountId: z.uuid(), invitationId: z.uuid(), sealedToken: z.string() }),
} as const;

/** Somebody accepted an invitation and belongs to the account now. */
export const memberJoined = {
  name: "accounts/member.joined",
  data: z.object({ accountId: z.uuid(), personId: z.string(), role: roleSchema, invitationId: z.uuid() }),
} as const;

/** Somebody was given another role. */
export const memberRoleChanged = {
  name: "accounts/member.role_changed",
  data: z.object({
    accountId: z.uuid(),
    personId: z.string(),
    from: roleSchema,
    to: roleSchema,
    changedBy: z.string(),
  }),
} as const;

/** Somebody no longer belongs. They left by themselves when `removedBy` is the person. */
export const memberRemoved = {
  name: "accounts/member.removed",
  data: z.object({ accountId: z.uuid(), personId: z.string(), role: roleSchema, removedBy: z.string() }),
} as const;

/** An owner handed the account to another member, and is an admin now. */
export const ownershipTransferred = {
  name: "accounts/ownership.transferred",
  data: z.object({ accountId: z.uuid(), from: z.string(), to: z.string() }),
} as const;

/** Somebody asked for an account or a person to be deleted; it can be undone until it is due. */
export const deletionRequested = {
  name: "accounts/deletion.requested",
  data: z.object({ deletionId: z.uuid() }),
} as const;

/** A scheduled deletion was undone. */
export const deletionUndone = {
  name: "accounts/deletion.undone",
  data: z.object({ deletionId: z.uuid() }),
} as const;

/** Nobody belongs to the account any more, and it has no name. */
export const accountErased = {
  name: "accounts/account.erased",
  data: z.object({ accountId: z.uuid() }),
} as const;

/** The identity provider deleted a person. Their access has ended; what is left of them is to be erased. */
export const personIdentityDeleted = {
  name: "accounts/person.identity_deleted",
  data: z.object({ personId: z.string(), accountId: z.uuid() }),
} as const;

/** The identity provider deleted an organization. Nobody gets into its account any more. */
export const accountIdentityDeleted = {
  name: "accounts/account.identity_deleted",
  data: z.object({ accountId: z.uuid() }),
} as const;

/** An event of the identity provider was stored and waits to be handled. */
export const identityEventReceived = {
  name: "accounts/identity_event.received",
  data: z.object({
    eventId: z.string(),
    type: z.string(),
    /** Runs of one key never overlap: the id of the object that the event is about. */
    lockKey: z.string(),
  }),
} as const;
