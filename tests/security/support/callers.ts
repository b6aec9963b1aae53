import { createHmac } from "node:crypto";
import {
  type Permission,
  type Role,
  rolePermissions,
  roleSchema,
  type Scope,
  scopePermissions,
} from "@/lib/accounts/permissions";
import type { RouteExpectation } from "../expectations";
import { type MatrixWorld, scopes } from "./matrix-world";

/** What a caller must meet at a route. */
export type Verdict = "allowed" | { readonly status: number; readonly code: string };

const UNAUTHENTICATED = { status: 401, code: "UNAUTHENTICATED" } as const;
const FORBIDDEN = { status: 403, code: "FORBIDDEN" } as const;
const NOT_FOUND = { status: 404, code: "NOT_FOUND" } as const;
const REVERIFICATION_REQUIRED = { status: 403, code: "REVERIFICATION_REQUIRED" } as const;

export interface Caller {
  readonly name: string;
  /** Headers that carry the credential. */
  readonly headers: (world: MatrixWorld) => Promise<Record<string, string>>;
  readonly at: {
    readonly account: (
      permission: Permission,
      scope: Scope | undefined,
      expectation: RouteExpectation,
    ) => Verdict;
    /** Routes for a signed-in person, in no particular account. */
    readonly person: (expectation: RouteExpectation) => Verdict;
    /** Routes of the back office; left out: they do not exist for this caller. */
    readonly admin?: (expectation: RouteExpectation) => Verdict;
  };
  /** Only calls routes whose path names something of the account. */
  readonly needsParams?: true;
}

const nobody: Caller["at"] = { account: () => UNAUTHENTICATED, person: () => UNAUTHENTICATED };
const outsider: Caller["at"] = { account: () => NOT_FOUND, person: () => "allowed" };
const ofOurs = (world: MatrixWorld, cookie: string) => ({ cookie, "x-account": world.ours });
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

const strangers: readonly Caller[] = [
  { name: "nobody", headers: async () => ({}), at: nobody },
  {
    name: "nobody who names our account",
    headers: async ({ ours }) => ({ "x-account": ours }),
    at: nobody,
  },
  { name: "a bearer that is no key", headers: async () => bearer("let-me-in"), at: nobody },
  { name: "a key that never was", headers: async () => bearer(`mh_live_${"a".repeat(32)}`), at: nobody },
  {
    name: "a cookie that is no token",
    headers: async (world) => ofOurs(world, "mh_session=let.me.in"),
    at: nobody,
  },
  {
    name: "a session whose token was changed",
    headers: async (world) => ofOurs(world, forge(await world.openSession(world.people.owner))),
    at: nobody,
  },
  {
    name: "a session that has expired",
    headers: async (world) => ofOurs(world, await world.openSession(world.people.owner, { expired: true })),
    at: nobody,
  },
  {
    name: "a session that was ended",
    headers: async (world) => ofOurs(world, await world.openSession(world.people.owner, { ended: true })),
    at: nobody,
  },
  {
    name: "a deleted person",
    headers: async (world) => ofOurs(world, await world.openSession(world.people.deletedMember)),
    at: nobody,
  },
  {
    name: "the owner of another account, naming ours",
    headers: async (world) => ofOurs(world, await world.openSession(world.people.stranger)),
    at: outsider,
  },
  {
    name: "the owner of another account, at home but with our ids",
    headers: async (world) => ({
      cookie: await world.openSession(world.people.stranger),
      "x-account": world.theirs,
    }),
    at: outsider,
    needsParams: true,
  },
  {
    name: "a former member",
    headers: async (world) => ofOurs(world, await world.openSession(world.people.formerMember)),
    at: outsider,
  },
  {
    name: "a platform admin who is no member",
    headers: async (world) => ofOurs(world, await world.openSession(world.people.platformAdmin)),
    at: { ...outsider, admin: () => "allowed" },
  },
];

const members: readonly Caller[] = roleSchema.options.map((role) => ({
  name: `the ${role}`,
  headers: async (world) => ofOurs(world, await world.openSession(world.people[role])),
  at: { account: (permission) => (holds(role, permission) ? "allowed" : FORBIDDEN), person: () => "allowed" },
}));

/** Signed in, and long ago: what cannot be undone asks them to prove who they are once more. */
const ownerOfYesterday: Caller = {
  name: "the owner, who signed in an hour ago",
  headers: async (world) =>
    ofOurs(world, await world.openSession(world.people.owner, { verifiedMinutesAgo: 60 })),
  at: {
    account: (_permission, _scope, { recentSignIn }) => (recentSignIn ? REVERIFICATION_REQUIRED : "allowed"),
    person: ({ recentSignIn }) => (recentSignIn ? REVERIFICATION_REQUIRED : "allowed"),
  },
};

const keys: readonly Caller[] = [
  ...scopes.map(
    (held): Caller => ({
      name: `a key with ${held}`,
      headers: async (world) => bearer((await world.issueKey(world.ours, [held])).secret),
      at: {
        account: (_permission, scope) => (scope === held ? "allowed" : FORBIDDEN),
        person: () => UNAUTHENTICATED,
      },
    }),
  ),
  {
    name: "a key of another account with every scope, naming ours",
    headers: async (world) => ({
      ...bearer((await world.issueKey(world.theirs, scopes)).secret),
      "x-account": world.ours,
    }),
    at: { account: () => NOT_FOUND, person: () => UNAUTHENTICATED },
  },
  {
    name: "a key of another account with every scope, with our ids",
    headers: async (world) => bearer((await world.issueKey(world.theirs, scopes)).secret),
    at: { account: (_permission, scope) => (scope ? NOT_FOUND : FORBIDDEN), person: () => UNAUTHENTICATED },
    needsParams: true,
  },
  {
    name: "a key that was revoked",
    headers: async (world) => bearer((await world.issueKey(world.ours, scopes, "revoked")).secret),
    at: nobody,
  },
  {
    name: "a key that has expired",
    headers: async (world) => bearer((await world.issueKey(world.ours, scopes, "expired")).secret),
    at: nobody,
  },
];

/** Signed by somebody who does not know the secret, in the manner of each provider. */
const forger: Caller = {
  name: "a provider's signature under another secret",
  headers: async () => {
    const seconds = Math.floor(Date.now() / 1000);
    const sign = (text: string, encoding: "hex" | "base64") =>
      createHmac("sha256", "whsec_of_somebody_else").update(text).digest(encoding);
    return {
      "stripe-signature": `t=${seconds},v1=${sign(`${seconds}.{}`, "hex")}`,
      "svix-id": "msg_forged",
      "svix-timestamp": String(seconds),
      "svix-signature": `v1,${sign(`msg_forged.${seconds}.{}`, "base64")}`,
      "x-inngest-signature": `t=${seconds}&s=${sign(`{}${seconds}`, "hex")}`,
    };
  },
  at: nobody,
};

/** Everybody who calls every route. */
export const callers: readonly Caller[] = [...strangers, ...members, ownerOfYesterday, ...keys, forger];

/** What a caller meets at a route, by the expectation alone: the route's own definition has no say. */
export function judge(caller: Caller, expectation: RouteExpectation): Verdict {
  const exception = expectation.except?.[caller.name];
  if (exception) return exception;
  const { allows } = expectation;
  if (allows === "anyone") return "allowed";
  if (allows === "signature") return UNAUTHENTICATED;
  if (allows === "person") return caller.at.person(expectation);
  if (allows === "platform admin") return caller.at.admin?.(expectation) ?? NOT_FOUND;
  return caller.at.account(allows.permission, scopeOf(allows), expectation);
}

/** Somebody whom the route lets in with a cookie: the owner, else whoever may. */
export function findAllowed(expectation: RouteExpectation): Caller {
  const found = [...members, ...strangers].find((caller) => judge(caller, expectation) === "allowed");
  // Of a signed route nobody is let in; the owner is as good as anybody.
  return found ?? ownerOfYesterday;
}

function scopeOf({ permission, keys: open }: { permission: Permission; keys?: boolean }): Scope | undefined {
  if (!open) return undefined;
  return scopes.find((scope) => scopePermissions[scope] === permission);
}

const holds = (role: Role, permission: Permission): boolean =>
  (rolePermissions[permission] as readonly Role[]).includes(role);

/** The same claims under a signature of nobody's. */
function forge(cookie: string): string {
  return cookie.replace(/\.[\w-]+$/, (signature) => `.${[...signature.slice(1)].reverse().join("")}`);
}
