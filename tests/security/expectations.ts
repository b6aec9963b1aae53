import type { Permission } from "@/lib/accounts/permissions";
import { newId } from "@/lib/platform/ids";
import type { MatrixWorld } from "./support/matrix-world";
import { aMemberOfOurs, anInvitationOfOurs, newAddress, withWholeTeam } from "./support/team";

/** What a caller sends beside the credential. */
export interface Sent {
  /** Fills the braces of the path. */
  readonly params?: Readonly<Record<string, string>>;
  /** With its question mark. */
  readonly query?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, in place of `body`. */
  readonly raw?: BodyInit;
  /** Media type of what is sent; JSON when left out. */
  readonly type?: string;
}

export interface RouteExpectation {
  /**
   * Who may call, written down here and not taken from the route: the permission a member needs (`keys`: API keys
   * whose scope stands for it may as well), any signed-in person, anyone, or a provider by its signature.
   */
  readonly allows:
    | { readonly permission: Permission; readonly keys?: true }
    | "person"
    | "platform admin"
    | "anyone"
    | "signature";
  /** Asks whoever signed in long ago to prove who they are once more. */
  readonly recentSignIn?: true;
  /** Made anew for each call, before the database is looked at: may put what the call works on there. */
  readonly send?: (world: MatrixWorld) => Sent | Promise<Sent>;
  /** What an allowed caller gets; 200 when left out. */
  readonly answers?: number;
  /** Reading is an act here, written into the audit log. So it is wherever staff look. */
  readonly recorded?: true;
  /** Media types the route takes; JSON alone when left out. */
  readonly types?: readonly string[];
  /** Largest body; 64 KiB when left out. */
  readonly maxBytes?: number;
  /** Callers, by name, whom something else than the permission decides. */
  readonly except?: Readonly<Record<string, { readonly status: number; readonly code: string }>>;
}

const read = (permission: Permission): RouteExpectation => ({ allows: { permission, keys: true } });
const aKeyOfOurs = async ({ issueTarget, ours }: MatrixWorld): Promise<Sent> => ({
  params: { id: (await issueTarget(ours)).id },
});
/** A member may manage keys of their own alone: others' do not exist for them. */
const notTheirKey = { "the member": { status: 404, code: "NOT_FOUND" } } as const;

/** As much of a PNG as is looked at. */
const PICTURE = Uint8Array.from(Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR and the rest", "latin1"));
async function anAuditEntryOfOurs({ db, ours }: MatrixWorld): Promise<string> {
  const [entry] = await db.owner<{ id: string }[]>`
    insert into audit_log (account_id, actor_kind, actor_id, action, target_kind, target_id)
    values (${ours}, 'system', 'test', 'account.renamed', 'account', ${ours}) returning id`;
  if (!entry) throw new Error("No audit entry was written.");
  return entry.id;
}
const lastOwner = { status: 422, code: "LAST_OWNER" } as const;

/** Every route of the application. A route that is missing here fails the matrix, and so does one that is gone. */
export const routes: Readonly<Record<string, RouteExpectation>> = {
  ...Object.fromEntries(
    ["GET", "POST", "PUT", "PATCH", "DELETE"].map((method) => [
      `${method} /api/{...path}`,
      { allows: "anyone", answers: 404 },
    ]),
  ),
  "GET /api/account": { allows: { permission: "account.read" } },
  "PATCH /api/account": {
    allows: { permission: "account.update" },
    send: () => ({ body: { name: "Larkfield Atelier" } }),
  },
  "GET /api/account/api-keys": { allows: { permission: "account.read" } },
  "POST /api/account/api-keys": {
    allows: { permission: "api_keys.create" },
    send: () => ({ body: { name: "CI" } }),
    answers: 201,
  },
  "DELETE /api/account/api-keys/{id}": {
    allows: { permission: "api_keys.create" },
    send: aKeyOfOurs,
    except: notTheirKey,
  },
  "POST /api/account/api-keys/{id}/rotate": {
    allows: { permission: "api_keys.create" },
    send: aKeyOfOurs,
    answers: 201,
    except: notTheirKey,
  },
  "GET /api/account/activity": { allows: { permission: "account.read" } },
  "GET /api/account/audit": { allows: { permission: "audit.read" } },
  "GET /api/account/audit/{id}": {
    allows: { permission: "audit.read" },
    send: async (world) => ({ params: { id: await anAuditEntryOfOurs(world) } }),
  },
  "GET /api/account/audit/export": { allows: { permission: "audit.read" }, recorded: true },
  "GET /api/account/invitations": { allows: { permission: "members.manage" } },
  "POST /api/account/invitations": {
    allows: { permission: "members.manage" },
    send: () => ({ body: { email: newAddress(), role: "viewer" } }),
    answers: 201,
  },
  "DELETE /api/account/invitations/{id}": {
    allows: { permission: "members.manage" },
    send: async (world) => ({ params: { id: (await anInvitationOfOurs(world)).id } }),
  },
  "POST /api/account/invitations/{id}/resend": {
    allows: { permission: "members.manage" },
    send: async (world) => ({ params: { id: (await anInvitationOfOurs(world)).id } }),
  },
  "GET /api/account/members": { allows: { permission: "members.read" } },
  "PATCH /api/account/members/{id}": {
    allows: { permission: "members.manage" },
    send: async (world) => ({ params: { id: await aMemberOfOurs(world) }, body: { role: "billing" } }),
  },
  "DELETE /api/account/members/{id}": {
    allows: { permission: "members.manage" },
    send: async (world) => ({ params: { id: await aMemberOfOurs(world) } }),
  },
  "GET /api/account/exports": { allows: { permission: "account.export" } },
  "POST /api/account/exports": {
    allows: { permission: "account.export" },
    send: () => ({ body: { format: "json" } }),
    answers: 202,
  },
  "GET /api/accounts": { allows: "person" },
  "POST /api/accounts": { allows: "person", send: () => ({ body: { name: "Second Desk" } }), answers: 201 },
  "GET /api/admin/accounts": { allows: "platform admin", send: () => ({ query: "?q=Larkfield" }) },
  "GET /api/admin/accounts/{id}": {
    allows: "platform admin",
    send: ({ ours }) => ({ params: { id: ours } }),
  },
  "POST /api/admin/accounts/{id}/visits": {
    allows: "platform admin",
    send: ({ ours }) => ({ params: { id: ours }, body: { reason: "Asked for help" } }),
    answers: 201,
  },
  "GET /api/admin/admins": { allows: "platform admin" },
  "GET /api/admin/audit": { allows: "platform admin" },
  "GET /api/avatars/{hash}": {
    allows: "person",
    // Nobody has this picture; who sees which is asked in tests/integration/accounts/profile.test.ts.
    send: () => ({ params: { hash: "0".repeat(64) } }),
    answers: 404,
  },
  "GET /api/account/deletion": { allows: { permission: "account.delete" } },
  "POST /api/account/deletion": {
    allows: { permission: "account.delete" },
    recentSignIn: true,
    // Another name than the account's: whoever may ask learns that, and nothing is scheduled.
    send: () => ({ body: { name: "Another name" } }),
    answers: 400,
  },
  "DELETE /api/account/deletion": {
    allows: { permission: "account.delete" },
    send: async ({ db, ours, people }) => {
      await db.owner`
        insert into deletions (subject, account_id, requested_by, requested_at, due_at)
        values ('account', ${ours}, ${people.owner}, now(), now()) on conflict do nothing`;
      return {};
    },
  },
  "POST /api/billing/checkout": {
    allows: { permission: "billing.manage" },
    send: () => ({ body: { price: "pro_monthly" } }),
    // The account has a plan already.
    answers: 409,
  },
  "GET /api/billing/invoices": read("billing.read"),
  "GET /api/billing/invoices/{id}": { ...read("billing.read"), send: () => ({ params: { id: "in_ours" } }) },
  "GET /api/billing/overview": read("billing.read"),
  "POST /api/billing/portal": { allows: { permission: "billing.manage" }, send: () => ({ body: {} }) },
  "GET /api/billing/subscription": read("billing.read"),
  "GET /api/catalog": { allows: "anyone" },
  "POST /api/csp-report": {
    allows: "anyone",
    send: () => ({ body: [], type: "application/reports+json" }),
    types: ["application/reports+json", "application/csp-report"],
  },
  "GET /api/exports/{id}/download": {
    allows: "person",
    // There is none; who downloads whose is asked in tests/integration/operations/exports.test.ts.
    send: () => ({ params: { id: newId() } }),
    answers: 404,
  },
  // The queue and the mail server are not part of this world: the checks run, and say so.
  "GET /api/health": { allows: "anyone", answers: 503 },
  "GET /api/health/db": { allows: "anyone" },
  "GET /api/health/live": { allows: "anyone" },
  "GET /api/health/queue": {
    allows: "anyone",
    // Nothing sends this world's events: what the calls before have left would make the queue look stuck.
    send: async ({ db }) => {
      await db.owner`update outbox set sent_at = now() where sent_at is null`;
      return {};
    },
  },
  "GET /api/health/stripe": { allows: "anyone" },
  "GET /api/inngest": { allows: "signature" },
  "POST /api/inngest": { allows: "signature" },
  "PUT /api/inngest": { allows: "signature" },
  "GET /api/invitations/{token}": {
    allows: "anyone",
    send: async (world) => ({ params: { token: (await anInvitationOfOurs(world)).token } }),
  },
  "POST /api/invitations/{token}": {
    allows: "person",
    send: async (world) => ({ params: { token: (await anInvitationOfOurs(world)).token } }),
    // It was sent to none of them.
    answers: 422,
  },
  "POST /api/local/session": {
    allows: "anyone",
    send: () => ({ body: { email: "matrix@example.com" } }),
  },
  "DELETE /api/local/session": { allows: "anyone" },
  // The address is the stand-in's proof, and this one is nobody's.
  "POST /api/local/session/verify": {
    allows: "person",
    send: () => ({ body: { email: "matrix@example.com" } }),
    answers: 422,
  },
  "GET /api/notifications/preferences": { allows: "person" },
  "PATCH /api/notifications/preferences": {
    allows: "person",
    send: () => ({ body: { changes: [{ kind: "receipt", channel: "email", enabled: false }] } }),
  },
  "GET /api/notifications/unsubscribe": {
    allows: "anyone",
    send: () => ({ query: "?token=x" }),
    answers: 303,
  },
  // The token in the link is the credential, and this one was not made here.
  "POST /api/notifications/unsubscribe": {
    allows: "anyone",
    send: () => ({ query: "?token=x" }),
    answers: 422,
    types: ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"],
  },
  "GET /api/openapi.json": { allows: "anyone" },
  "GET /api/profile": { allows: "person" },
  "PATCH /api/profile": { allows: "person", send: () => ({ body: { name: "Ada Okafor" } }) },
  "PUT /api/profile/avatar": {
    allows: "person",
    send: () => ({ raw: PICTURE, type: "image/png" }),
    types: ["image/png"],
    maxBytes: 256 * 1024,
  },
  "DELETE /api/profile/avatar": { allows: "person" },
  "GET /api/profile/export": { allows: "person" },
  "POST /api/profile/export": {
    allows: "person",
    send: () => ({ body: { format: "json" } }),
    answers: 202,
  },
  "GET /api/profile/settings": { allows: "person" },
  "PATCH /api/profile/settings": { allows: "person", send: () => ({ body: { theme: "light" } }) },
  // Nobody but the person: the people of this world have no personal account.
  "GET /api/profile/deletion": { allows: "person", answers: 404 },
  "POST /api/profile/deletion": {
    allows: "person",
    recentSignIn: true,
    send: () => ({ body: { name: "Another name" } }),
    answers: 404,
  },
  "DELETE /api/profile/deletion": { allows: "person", answers: 404 },
  "GET /api/profile/sessions": { allows: "person" },
  // Somebody else's session, or none: it is not there.
  "DELETE /api/profile/sessions/{id}": {
    allows: "person",
    send: () => ({ params: { id: "sess_of_nobody" } }),
    answers: 404,
  },
  "POST /api/profile/sessions/revoke-all": {
    allows: "person",
    recentSignIn: true,
    send: () => ({ body: { keepCurrent: true } }),
  },
  "GET /api/usage": read("usage.read"),
  "POST /api/usage/check": { ...read("usage.read"), send: () => ({ body: { feature: "resumes" } }) },
  "GET /api/usage/history": { ...read("usage.read"), send: () => ({ query: "?feature=resumes" }) },
  "GET /api/usage/limits": read("usage.read"),
  "POST /api/usage/track": {
    ...read("usage.write"),
    send: () => ({ body: { feature: "resumes" } }),
    maxBytes: 2 * 1024 * 1024,
  },
  // Leads to the page of one's own account, or to sign in.
  "GET /last-account": { allows: "anyone", answers: 307 },
  "POST /api/webhooks/clerk": { allows: "signature", send: () => ({ body: {} }) },
  "POST /api/webhooks/stripe": { allows: "signature", send: () => ({ body: {} }) },
  // What takes the callers' own rights away comes last.
  "POST /api/account/transfer": {
    allows: { permission: "account.transfer" },
    recentSignIn: true,
    send: async (world) => {
      const accountName = await withWholeTeam(world);
      return { body: { personId: world.people.admin, accountName } };
    },
  },
  "POST /api/account/leave": {
    allows: { permission: "account.read" },
    send: async (world) => {
      await withWholeTeam(world);
      return {};
    },
    except: { "the owner": lastOwner, "the owner, who signed in an hour ago": lastOwner },
  },
};
