import { z } from "zod";
import { roleSchema } from "../permissions";

const isoDate = z.iso.datetime({ offset: true });

/** Nobody is invited as owner: an owner makes a member one. */
export const invitedRoleSchema = roleSchema.exclude(["owner"]);
export type InvitedRole = z.infer<typeof invitedRoleSchema>;

const limit = z.coerce.number().int().min(1).max(100).default(20);

export const member = z.object({
  personId: z.string(),
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  joinedAt: isoDate,
  lastSeenAt: isoDate.nullable().describe("to within five minutes; null: not since they joined"),
});
export type Member = z.infer<typeof member>;

export const memberParams = z.strictObject({
  id: z.string().min(1).max(255).describe("the personId of a member"),
});

export const memberListQuery = z.strictObject({
  limit,
  startingAfter: z
    .string()
    .min(1)
    .max(255)
    .optional()
    .describe("personId of the last member of the page before"),
});
export type MemberListQuery = z.input<typeof memberListQuery>;
export const memberPage = z.object({ members: z.array(member), hasMore: z.boolean() });
export type MemberPage = z.infer<typeof memberPage>;

export const changeRoleBody = z.strictObject({ role: roleSchema });
export const changedRole = z.object({ personId: z.string(), role: roleSchema });
export type ChangedRole = z.infer<typeof changedRole>;

export const removedMember = z.object({
  personId: z.string(),
  revokedApiKeys: z.int().describe("API keys that the person had made here, revoked with the membership"),
});
export type RemovedMember = z.infer<typeof removedMember>;

export const transferOwnershipBody = z.strictObject({
  personId: z.string().min(1).max(255).describe("a member of the account"),
  accountName: z.string().max(120).describe("the account's name, typed to confirm"),
});
export type TransferOwnershipBody = z.infer<typeof transferOwnershipBody>;
export const transferredOwnership = z.object({ ownerId: z.string(), formerOwnerId: z.string() });
export type TransferredOwnership = z.infer<typeof transferredOwnership>;

export const inviteBody = z.strictObject({
  email: z
    .email("Enter an e-mail address, such as ada@example.com.")
    .max(254)
    .transform((value) => value.toLowerCase()),
  role: invitedRoleSchema,
});
export type InviteBody = z.infer<typeof inviteBody>;

export const invitation = z.object({
  id: z.uuid(),
  email: z.string(),
  role: invitedRoleSchema,
  state: z.enum(["open", "expired"]),
  invitedBy: z.string(),
  invitedByName: z.string(),
  sentAt: isoDate,
  expiresAt: isoDate,
});
export type Invitation = z.infer<typeof invitation>;

export const invitationParams = z.strictObject({ id: z.uuid() });

export const invitationListQuery = z.strictObject({
  limit,
  startingAfter: z.uuid().optional().describe("id of the last invitation of the page before"),
});
export type InvitationListQuery = z.input<typeof invitationListQuery>;
export const invitationPage = z.object({ invitations: z.array(invitation), hasMore: z.boolean() });
export type InvitationPage = z.infer<typeof invitationPage>;

export const sentInvitation = invitation.omit({ invitedByName: true });
export type SentInvitation = z.infer<typeof sentInvitation>;

export const revokedInvitation = z.object({ id: z.uuid(), revokedAt: isoDate });
export type RevokedInvitation = z.infer<typeof revokedInvitation>;

export const tokenParams = z.strictObject({ token: z.string().min(1).max(255) });

/** What whoever holds the link may know before they sign in. */
export const invitationLook = z.object({
  state: z.enum(["open", "expired", "revoked", "used"]),
  accountName: z.string(),
  role: invitedRoleSchema,
  invitedByName: z.string(),
  emailHint: z.string().describe("the address it was sent to, its name masked"),
  expiresAt: isoDate,
});
export type InvitationLook = z.infer<typeof invitationLook>;

export const acceptedInvitation = z.object({
  accountId: z.uuid(),
  accountName: z.string(),
  accountSlug: z.string(),
  role: roleSchema,
  alreadyMember: z.boolean().describe("true when the person belonged already, and nothing changed"),
});
export type AcceptedInvitation = z.infer<typeof acceptedInvitation>;
