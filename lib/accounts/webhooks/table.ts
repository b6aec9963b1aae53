import type { WebhookEventType } from "@clerk/backend/webhooks";
import type { Handler } from "./handler";
import { onMembershipDeleted } from "./on-membership-deleted";
import { onMembershipSaved } from "./on-membership-saved";
import { onOrganizationDeleted } from "./on-organization-deleted";
import { onOrganizationSaved } from "./on-organization-saved";
import { onSessionOver } from "./on-session-over";
import { onUserDeleted } from "./on-user-deleted";
import { onUserSaved } from "./on-user-saved";

/** A function that applies the event, or why nothing is done about it: the reason is stored with the event. */
export type Handling = Handler | string;

const OWN_MAIL = "messages are sent by us";
const OWN_INVITATIONS = "who was invited is our own; whoever joins there comes by a membership";
const OWN_ROLES = "roles and permissions are our own table";
const OWN_BILLING = "plans and payments are Stripe's and ours";
const NOT_USED = "not used here";

/** Every type of event that Clerk sends, and what is done about it. The compiler asks for a line for each. */
export const handlings: Readonly<Record<WebhookEventType, Handling>> = {
  "user.created": onUserSaved,
  "user.updated": onUserSaved,
  "user.deleted": onUserDeleted,

  "organization.created": onOrganizationSaved,
  "organization.updated": onOrganizationSaved,
  "organization.deleted": onOrganizationDeleted,
  "organizationMembership.created": onMembershipSaved,
  "organizationMembership.updated": onMembershipSaved,
  "organizationMembership.deleted": onMembershipDeleted,

  "session.created": "sessions are asked for at the identity provider",
  "session.ended": onSessionOver,
  "session.removed": onSessionOver,
  "session.revoked": onSessionOver,

  "email.created": OWN_MAIL,
  "sms.created": OWN_MAIL,
  "organizationInvitation.created": OWN_INVITATIONS,
  "organizationInvitation.accepted": OWN_INVITATIONS,
  "organizationInvitation.revoked": OWN_INVITATIONS,
  "organizationDomain.created": NOT_USED,
  "organizationDomain.updated": NOT_USED,
  "organizationDomain.deleted": NOT_USED,
  "role.created": OWN_ROLES,
  "role.updated": OWN_ROLES,
  "role.deleted": OWN_ROLES,
  "permission.created": OWN_ROLES,
  "permission.updated": OWN_ROLES,
  "permission.deleted": OWN_ROLES,
  "waitlistEntry.created": NOT_USED,
  "waitlistEntry.updated": NOT_USED,
  "paymentAttempt.created": OWN_BILLING,
  "paymentAttempt.updated": OWN_BILLING,
  "subscription.created": OWN_BILLING,
  "subscription.updated": OWN_BILLING,
  "subscription.active": OWN_BILLING,
  "subscription.pastDue": OWN_BILLING,
  "subscriptionItem.created": OWN_BILLING,
  "subscriptionItem.updated": OWN_BILLING,
  "subscriptionItem.active": OWN_BILLING,
  "subscriptionItem.canceled": OWN_BILLING,
  "subscriptionItem.upcoming": OWN_BILLING,
  "subscriptionItem.ended": OWN_BILLING,
  "subscriptionItem.abandoned": OWN_BILLING,
  "subscriptionItem.incomplete": OWN_BILLING,
  "subscriptionItem.pastDue": OWN_BILLING,
  "subscriptionItem.freeTrialEnding": OWN_BILLING,
};

/** What is done about a type of event. Unknown types are stored, so that they can be replayed once known. */
export function handlingOf(type: string): Handling {
  const table: Readonly<Record<string, Handling>> = handlings;
  const known = Object.hasOwn(table, type) ? table[type] : undefined;
  return known ?? `events of type ${type} are not known here`;
}
