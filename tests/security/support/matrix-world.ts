import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { importPKCS8, SignJWT } from "jose";
import { type Scope, scopePermissions } from "@/lib/accounts/permissions";
import { hashSecret, randomSecret } from "@/lib/platform/crypto";
import { newId } from "@/lib/platform/ids";
import { createIdentityRoutes } from "@/local/identity/routes";
import { IdentityStore } from "@/local/identity/store";
import { TokenSigner } from "@/local/identity/token";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { seedWorld, type World } from "@/tests/rls/world";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { identityKeys, localEnvironment } from "@/tests/support/environment";

export const scopes = Object.keys(scopePermissions) as Scope[];
const APP_URL = "http://localhost:3000";
const environment = localEnvironment();

export interface IssuedKey {
  readonly id: string;
  readonly secret: string;
}

export interface SessionOptions {
  /** Minutes since the person last proved who they are. */
  readonly verifiedMinutesAgo?: number;
  /** The token's life is over. */
  readonly expired?: boolean;
  /** The session was ended at the identity; its token is still young. */
  readonly ended?: boolean;
}

/** Two accounts with rows in every table, everybody who may call, and real credentials for each of them. */
export interface MatrixWorld extends World {
  readonly db: TestDatabase;
  /** A cookie of a session that the identity knows. */
  openSession(personId: string, options?: SessionOptions): Promise<string>;
  /** A credential of the account, the same one each time. */
  issueKey(accountId: string, scopes: readonly Scope[], state?: "expired" | "revoked"): Promise<IssuedKey>;
  /** A fresh key for a call to work on. The one before it is retired, so that the account's limit is never met. */
  issueTarget(accountId: string): Promise<IssuedKey>;
  /** Texts that only members of our account may read: its ids, slug, addresses and people. */
  readonly secrets: readonly string[];
  stop(): Promise<void>;
}

/**
 * The real database, the real local identity and the local Stripe around route handlers that run in this process.
 * What is pretended is the store of `next/headers` alone.
 */
export async function startMatrixWorld(): Promise<MatrixWorld> {
  const stripe = await startCheckedStripe({ apiKey: String(environment["STRIPE_SECRET_KEY"]) });
  const identity = await listen();
  const db = await createTestDatabase({
    environment: {
      LOCAL_IDENTITY_URL: identity.url,
      STRIPE_API_URL: stripe.proxy.url,
      TRUSTED_PROXY_HOPS: "1",
    },
  });
  const store = new IdentityStore(db.ownerUrl);
  await store.prepare();
  identity.answerWith(
    createIdentityRoutes({
      store,
      signer: new TokenSigner(identityKeys.privateKey),
      secret: String(environment["LOCAL_IDENTITY_SECRET"]),
      issuer: identity.url,
      appUrl: APP_URL,
    }).fetch,
  );
  const world = await seedWorld(db.owner);
  await publishLimits(db);
  await makeCustomers(stripe, ["cus_ours", "cus_theirs"]);
  await introducePeople(db);
  const issued = new Map<string, Promise<IssuedKey>>();
  let target: IssuedKey | undefined;
  return {
    ...world,
    db,
    openSession: (personId, options) => openSession(db, personId, options),
    issueKey(accountId, wanted, state) {
      const name = [accountId, ...wanted, state].join(" ");
      const known = issued.get(name) ?? issueKey(db, accountId, wanted, state);
      issued.set(name, known);
      return known;
    },
    async issueTarget(accountId) {
      await db.owner`update api_keys set revoked_at = now() where id = ${target?.id ?? null}`;
      target = await issueKey(db, accountId, ["usage:read"]);
      return target;
    },
    secrets: await listSecrets(db, world),
    async stop() {
      await store.close();
      await identity.close();
      await stripe.close();
      await db.drop();
    },
  };
}

/** The identity's port must be known before its database is: it answers as soon as it is told with what. */
async function listen() {
  let answer: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 });
  const server = await new Promise<{ server: Server; port: number }>((resolve) => {
    const made = serve(
      { fetch: (request: Request) => answer(request), port: 0, hostname: "127.0.0.1" },
      (info) => resolve({ server: made as Server, port: info.port }),
    );
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    answerWith: (fetch: typeof answer) => {
      answer = fetch;
    },
    close: () => new Promise((resolve) => server.server.close(resolve)),
  };
}

/** Keys are refused without a published rate, and usage without a published limit. */
async function publishLimits({ owner }: TestDatabase): Promise<void> {
  await owner`
    insert into plan_limits (catalog_version, tier_key, feature, kind, reset, limit_value)
    values (1, 'pro', 'api_requests', 'rate', 'hour', null), (1, 'pro', 'resumes', 'metered', 'month', null),
      (1, 'pro', 'seats', 'gauge', 'never', null)`;
  await owner`delete from account_limits`;
}

/** The provider knows the customers of the two accounts by the ids that their rows were given. */
async function makeCustomers({ stripe, local }: CheckedStripe, ids: readonly string[]): Promise<void> {
  const { customers } = local.world.state;
  for (const id of ids) {
    const made = await stripe.customers.create({ name: "Larkfield Studio" });
    customers.put({ ...customers.get(made.id), id });
  }
}

/** The identity knows everybody whom the application knows, the deleted and the departed included. */
async function introducePeople({ owner }: TestDatabase): Promise<void> {
  await owner`insert into local_identity.people (id, email, name) select id, email, name from public.people`;
}

async function openSession(
  { owner }: TestDatabase,
  personId: string,
  { verifiedMinutesAgo = 0, expired = false, ended = false }: SessionOptions = {},
): Promise<string> {
  const sessionId = `sess_${newId()}`;
  await owner`
    insert into local_identity.sessions (id, person_id, expires_at, revoked_at)
    values (${sessionId}, ${personId}, now() + interval '12 hours', ${ended ? new Date() : null})`;
  const now = Math.floor(Date.now() / 1000);
  const issuedAt = expired ? now - 13 * 3600 : now - 5;
  const token = await new SignJWT({
    v: 2,
    sid: sessionId,
    azp: APP_URL,
    sts: "active",
    fva: [verifiedMinutesAgo, -1],
  })
    .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: "ins_test" })
    .setIssuer(String(process.env["LOCAL_IDENTITY_URL"]))
    .setSubject(personId)
    .setIssuedAt(issuedAt)
    .setNotBefore(issuedAt)
    .setExpirationTime(issuedAt + 12 * 3600)
    .sign(await importPKCS8(identityKeys.privateKey, "RS256"));
  return `mh_session=${token}`;
}

async function issueKey(
  { owner }: TestDatabase,
  accountId: string,
  wanted: readonly Scope[],
  state?: "expired" | "revoked",
): Promise<IssuedKey> {
  const secret = `mh_live_${randomSecret(32)}`;
  const id = newId();
  const past = new Date(Date.now() - 60_000);
  await owner`
    insert into api_keys (id, account_id, name, prefix, key_hash, scopes, expires_at, revoked_at)
    values (${id}, ${accountId}, 'matrix', ${secret.slice(0, 12)},
      ${hashSecret(secret, String(environment["KEY_PEPPER"]))}, ${owner.array([...wanted])},
      ${state === "expired" ? past : null}, ${state === "revoked" ? past : null})`;
  return { id, secret };
}

async function listSecrets({ owner }: TestDatabase, { ours }: World): Promise<readonly string[]> {
  const [account] = await owner<{ slug: string }[]>`select slug from accounts where id = ${ours}`;
  const people = await owner<{ id: string; email: string }[]>`
    select id, email from people where id in (select person_id from members where account_id = ${ours})`;
  return [ours, account?.slug ?? "", ...people.flatMap(({ id, email }) => [id, email])];
}
