import type { AccountContext, Context } from "@/lib/platform/context";
import { hashSecret } from "@/lib/platform/crypto";
import { env } from "@/lib/platform/env";
import { forbidden, invalidRequest, notFound, unauthenticated } from "@/lib/platform/errors";
import type { Access, Authenticator, Caller } from "@/lib/platform/http";
import type { RatePolicy } from "@/lib/platform/rate-limit";
import type { Membership, Standing } from "../accounts-repository";
import { findApiKeyByHash, type LiveApiKey } from "../api-keys-repository";
import { getSession } from "../identity/get-session";
import { identityProvider } from "../identity/provider";
import type { Session } from "../identity/session";
import { requireRecentSignIn } from "../identity/verification";
import { permissionsOfKey, permissionsOfRole, type Scope, scopePermissions } from "../permissions";
import { isApiKeyFormat } from "./api-key-format";
import { recallCredential, rememberCredential } from "./credential-cache";
import { noteSeen } from "./note-seen";
import { findMembership, requireStanding } from "./require-person";

/** Request header with the slug or id of the account that a signed-in person acts in. */
const ACCOUNT_HEADER = "x-account";
/** Without a credential: 100 requests in 15 minutes from one address. */
const ANONYMOUS: RatePolicy = { name: "address", limit: 100, windowSeconds: 900 };
/** A person's own clicking. */
const SESSION: RatePolicy = { name: "session", limit: 600, windowSeconds: 300 };

export interface AuthenticatorOptions {
  /** API requests an hour that the account's plan allows; asked once for each key and few seconds. */
  readonly findRequestsAnHour: (accountId: string) => Promise<number>;
}

type AccountAccess = Extract<Access, { kind: "account" }>;

/** Turns a request's credential into who is calling and what they may do. */
export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  return {
    anonymous: (_request, base) => ({
      ctx: base,
      byCookie: false,
      rateKey: `address:${base.ip ?? "unknown"}`,
      rate: ANONYMOUS,
    }),
    async person(_request, base, access) {
      const session = await requireSession();
      await requireLiving(session, base);
      if (access.recentSignIn) await requireRecent(session, base);
      return callerOf(session, base);
    },
    async admin(request, base) {
      const session = request.headers.has("authorization") ? null : await getSession();
      const standing = session && (await requireStanding(session, base));
      // Whoever is none is told no more than at a path that does not exist.
      if (!session || !standing?.isPlatformAdmin) throw notFound("The page");
      return callerOf(session, base);
    },
    async account(request, base, access) {
      const authorization = request.headers.get("authorization");
      if (authorization !== null) return authenticateKey(request, authorization, base, access, options);
      return authenticateMember(request, base, access);
    },
  };
}

async function requireSession(): Promise<Session> {
  const session = await getSession();
  if (!session) throw unauthenticated();
  return session;
}

/**
 * What cannot be undone asks the identity now whether the session still runs: elsewhere a token is believed for the
 * seconds that docs/security.md names.
 */
async function requireRecent(session: Session, base: Context): Promise<void> {
  requireRecentSignIn(session, base.clock);
  if (await identityProvider().isSessionActive(session.sessionId)) return;
  throw unauthenticated("This session was ended. Sign in again.");
}

/** A deleted person's token stays valid until it expires: it opens nothing any more. */
async function requireLiving(session: Session, base: Context): Promise<Standing> {
  const standing = await requireStanding(session, base);
  if (!standing) throw unauthenticated();
  return standing;
}

function callerOf(session: Session, base: Context): Caller<Context> {
  const { personId, sessionId } = session;
  return {
    ctx: { ...base, actor: { kind: "person", personId, sessionId } },
    byCookie: true,
    rateKey: `person:${personId}`,
    rate: SESSION,
  };
}

async function authenticateMember(
  request: Request,
  base: Context,
  access: AccountAccess,
): Promise<Caller<AccountContext>> {
  const session = await requireSession();
  const caller = callerOf(session, base);
  const { memberships } = await requireLiving(session, base);
  const membership = chooseNamed(memberships, request.headers.get(ACCOUNT_HEADER));
  const permissions = permissionsOfRole(membership.role);
  requirePermission(permissions, access, `Your role here is ${membership.role}`);
  // Last, so that nobody is asked to confirm themselves for something they may not do anyway.
  if (access.recentSignIn) await requireRecent(session, base);
  await noteSeen(session.personId, membership, base.clock.now());
  return { ...caller, ctx: { ...caller.ctx, account: { id: membership.accountId }, permissions } };
}

/**
 * The account that the caller names. Whoever belongs to several has to: a guess, such as the account last looked
 * at in another tab, would act where nobody meant to.
 */
function chooseNamed(memberships: readonly Membership[], named: string | null): Membership {
  if (named === null && memberships.length > 1) {
    throw invalidRequest("You belong to several accounts: name one in X-Account, by its slug or id.", [
      { path: "X-Account", message: "Missing." },
    ]);
  }
  const membership = named === null ? memberships[0] : findMembership(memberships, named);
  if (!membership) throw notFound("The account");
  return membership;
}

async function authenticateKey(
  request: Request,
  authorization: string,
  base: Context,
  access: AccountAccess,
  { findRequestsAnHour }: AuthenticatorOptions,
): Promise<Caller<AccountContext>> {
  const secret = authorization.replace(/^Bearer\s+/i, "").trim();
  const found = isApiKeyFormat(secret) ? await findKey(secret, base, findRequestsAnHour) : null;
  if (!found)
    throw unauthenticated("This API key is not valid. Check it, or create a new one under API keys.");
  const { key, requestsAnHour } = found;
  if (key.revokedAt) throw unauthenticated("This API key was revoked. Create a new one under API keys.");
  if (key.expiresAt && key.expiresAt <= base.clock.now()) {
    throw unauthenticated("This API key has expired. Create a new one under API keys.");
  }
  const named = request.headers.get(ACCOUNT_HEADER);
  // A header names an account on purpose: acting in another one instead would be a surprise.
  if (named !== null && named !== key.accountId && named !== key.accountSlug) throw notFound("The account");
  if (key.createdBy !== null && key.makerRole === null) {
    throw unauthenticated("Whoever made this API key has left the account. Create a new one under API keys.");
  }
  const permissions = permissionsOfKey(key.scopes, key.makerRole);
  if (!access.scope || access.recentSignIn) throw forbidden("An API key cannot do this. Sign in instead.");
  if (!key.scopes.includes(access.scope)) {
    throw forbidden(`This API key lacks the scope ${access.scope}. Create one that has it.`, {
      scope: access.scope,
    });
  }
  if (!permissions.has(scopePermissions[access.scope as Scope])) {
    throw forbidden(
      `Whoever made this API key may no longer do this: their role is ${key.makerRole}. Create a key under another role.`,
      { scope: access.scope },
    );
  }
  return {
    ctx: {
      ...base,
      actor: { kind: "api_key", apiKeyId: key.id },
      account: { id: key.accountId },
      permissions,
    },
    byCookie: false,
    rateKey: `account:${key.accountId}`,
    rate: { name: "plan", limit: requestsAnHour, windowSeconds: 3600 },
  };
}

async function findKey(
  secret: string,
  base: Context,
  findRequestsAnHour: AuthenticatorOptions["findRequestsAnHour"],
): Promise<{ key: LiveApiKey; requestsAnHour: number } | null> {
  const now = base.clock.now();
  const hash = hashSecret(secret, env().keyPepper);
  const hashHex = hash.toString("hex");
  const recalled = recallCredential(hashHex, now.getTime());
  if (recalled) return recalled;
  const key = await findApiKeyByHash(hash, now, base.ip);
  if (!key || key.accountDeleted) return null;
  const requestsAnHour = await findRequestsAnHour(key.accountId);
  rememberCredential(hashHex, key, requestsAnHour, now.getTime());
  return { key, requestsAnHour };
}

function requirePermission(permissions: ReadonlySet<string>, access: AccountAccess, who: string): void {
  if (permissions.has(access.permission)) return;
  throw forbidden(`${who}, which does not include this. Ask an owner or admin.`, {
    permission: access.permission,
  });
}
