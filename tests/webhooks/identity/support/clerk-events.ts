import type {
  DeletedObjectJSON,
  OrganizationJSON,
  OrganizationMembershipJSON,
  SessionJSON,
  UserDeletedJSON,
  UserJSON,
} from "@clerk/backend";
import type { WebhookEventType } from "@clerk/backend/webhooks";
import { newId } from "@/lib/platform/ids";

/*
 * Events in the shape in which Clerk sends them: the compiler holds every field to the types of its own package.
 */

export const T0 = Date.UTC(2026, 10, 21, 12);
/** So many seconds after the beginning. */
export const second = (seconds: number): number => T0 + seconds * 1_000;

export const userOf = (id: string, over: Partial<UserJSON> = {}): UserJSON => ({
  object: "user",
  id,
  username: null,
  first_name: "Ada",
  last_name: "Okafor",
  image_url: "https://img.example/ada.png",
  has_image: true,
  primary_email_address_id: "idn_1",
  primary_phone_number_id: null,
  primary_web3_wallet_id: null,
  password_enabled: true,
  two_factor_enabled: false,
  totp_enabled: false,
  backup_code_enabled: false,
  email_addresses: [
    {
      object: "email_address",
      id: "idn_1",
      email_address: `${id}@Example.com`,
      verification: {
        object: "verification",
        id: "ver_1",
        status: "verified",
        strategy: "email_code",
        attempts: 1,
        expire_at: T0,
      } as never,
      linked_to: [],
    },
  ],
  phone_numbers: [],
  web3_wallets: [],
  organization_memberships: null,
  external_accounts: [],
  enterprise_accounts: [],
  password_last_updated_at: null,
  public_metadata: {},
  private_metadata: {},
  unsafe_metadata: {},
  external_id: null,
  last_sign_in_at: T0,
  banned: false,
  locked: false,
  lockout_expires_in_seconds: null,
  verification_attempts_remaining: 100,
  created_at: T0,
  updated_at: T0,
  last_active_at: T0,
  create_organization_enabled: true,
  create_organizations_limit: null,
  delete_self_enabled: true,
  legal_accepted_at: null,
  locale: null,
  ...over,
});

export const userGone = (id: string): UserDeletedJSON => ({ object: "user", id, deleted: true });

export const organizationOf = (id: string, over: Partial<OrganizationJSON> = {}): OrganizationJSON => ({
  object: "organization",
  id,
  name: "Larkfield Studio",
  slug: "larkfield-studio",
  image_url: "https://img.example/org.png",
  has_image: false,
  members_count: 1,
  pending_invitations_count: 0,
  max_allowed_memberships: 5,
  admin_delete_enabled: true,
  public_metadata: {},
  private_metadata: {},
  created_at: T0,
  updated_at: T0,
  ...over,
});

export const organizationGone = (id: string): DeletedObjectJSON => ({
  object: "organization",
  id,
  slug: "larkfield-studio",
  deleted: true,
});

export const membershipOf = (
  organization: OrganizationJSON,
  userId: string,
  over: Partial<OrganizationMembershipJSON> = {},
): OrganizationMembershipJSON => ({
  object: "organization_membership",
  id: `orgmem_${organization.id}_${userId}`,
  role: "org:member",
  permissions: [],
  public_metadata: {},
  private_metadata: {},
  created_at: T0,
  updated_at: T0,
  organization,
  public_user_data: {
    identifier: `${userId}@example.com`,
    first_name: "Ada",
    last_name: "Okafor",
    image_url: "https://img.example/ada.png",
    has_image: true,
    user_id: userId,
  },
  ...over,
});

export const sessionOf = (id: string, userId: string): SessionJSON => ({
  object: "session",
  id,
  client_id: "client_1",
  user_id: userId,
  status: "ended",
  actor: null,
  last_active_at: T0,
  expire_at: T0,
  abandon_at: T0,
  created_at: T0,
  updated_at: T0,
});

export interface ClerkEvent {
  /** Its svix-id. */
  readonly id: string;
  readonly type: string;
  readonly body: string;
}

/** An event as it travels. @param type any text, so that unknown types can be sent too */
export function eventOf(type: WebhookEventType | (string & {}), data: object): ClerkEvent {
  const body = JSON.stringify({
    data,
    event_attributes: { http_request: { client_ip: "203.0.113.7", user_agent: "Mozilla/5.0" } },
    instance_id: "ins_1",
    object: "event",
    timestamp: T0,
    type,
  });
  return { id: `msg_${newId()}`, type, body };
}
