import type { SessionJSON, UserJSON } from "@clerk/backend";
import type { Person, Session } from "../store";

export interface IdentityEvent {
  readonly type: string;
  readonly data: object;
}

/** A person in the shape in which Clerk tells of a user. What the local identity does not have is empty. */
function userOf(person: Person): UserJSON {
  const [firstName = "", ...rest] = person.name.split(" ");
  const emailId = `idn_${person.id.replace(/^user_/, "")}`;
  return {
    object: "user",
    id: person.id,
    first_name: firstName || null,
    last_name: rest.join(" ") || null,
    image_url: person.avatarUrl ?? "",
    has_image: person.avatarUrl !== null,
    primary_email_address_id: emailId,
    email_addresses: [
      {
        object: "email_address",
        id: emailId,
        email_address: person.email,
        verification: null,
        linked_to: [],
      },
    ],
    username: null,
    primary_phone_number_id: null,
    primary_web3_wallet_id: null,
    password_enabled: false,
    two_factor_enabled: false,
    totp_enabled: false,
    backup_code_enabled: false,
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
    last_sign_in_at: null,
    banned: false,
    locked: false,
    lockout_expires_in_seconds: null,
    verification_attempts_remaining: null,
    created_at: person.createdAt.getTime(),
    updated_at: person.updatedAt.getTime(),
    last_active_at: null,
    create_organization_enabled: false,
    create_organizations_limit: null,
    delete_self_enabled: true,
    legal_accepted_at: null,
    locale: null,
  };
}

export const userEvent = (type: "user.created" | "user.updated", person: Person): IdentityEvent => ({
  type,
  data: userOf(person),
});

export const userDeleted = (id: string): IdentityEvent => ({
  type: "user.deleted",
  data: { object: "user", id, deleted: true },
});

/** A session as Clerk tells of it. */
export function sessionEvent(type: "session.created" | "session.revoked", session: Session): IdentityEvent {
  const data: SessionJSON = {
    object: "session",
    id: session.id,
    client_id: "client_local",
    user_id: session.personId,
    status: session.status,
    actor: null,
    last_active_at: session.lastActiveAt.getTime(),
    expire_at: session.expiresAt.getTime(),
    abandon_at: session.expiresAt.getTime(),
    created_at: session.createdAt.getTime(),
    updated_at: session.lastActiveAt.getTime(),
  };
  return { type, data };
}
