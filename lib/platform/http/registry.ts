import type { z } from "zod";

export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/** Who may call a route. The wrapper enforces it before the handler runs; the reference and the tests read it. */
export type Access =
  /** Anyone. */
  | { readonly kind: "public" }
  /** A provider, proven by a signature that the handler checks over the raw body: Stripe's, or Svix's for Clerk. */
  | { readonly kind: "signature"; readonly by?: "stripe" | "svix" }
  /** A signed-in person, in no particular account. */
  | { readonly kind: "person"; readonly recentSignIn?: true }
  /** A platform admin in the browser. Everybody else, with whatever credential, meets 404: it tells nothing. */
  | { readonly kind: "admin" }
  /**
   * Someone who holds the permission in the account: a member, or an API key if `scope` names what it needs.
   * With `recentSignIn` the person must have proved who they are within the last minutes, which a key cannot.
   */
  | {
      readonly kind: "account";
      readonly permission: string;
      readonly scope?: string;
      readonly recentSignIn?: true;
    };

/** Whether the route is for someone who proved only just now who they are. */
export const asksForRecentSignIn = (access: Access): boolean =>
  (access.kind === "person" || access.kind === "account") && access.recentSignIn === true;

export interface RouteRecord {
  readonly method: Method;
  /** Path with parameters in braces, `/api/account/api-keys/{id}`. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly access: Access;
  readonly body?: z.ZodType;
  /** Media types of the body; JSON alone when left out. */
  readonly bodyTypes?: readonly string[];
  readonly query?: z.ZodObject;
  readonly params?: z.ZodObject;
  readonly output: z.ZodType;
  readonly status: number;
  /** Codes beyond those every route with its access can answer. */
  readonly errors: readonly { readonly status: number; readonly code: string }[];
  readonly idempotent: boolean;
}

const records = new Map<string, RouteRecord>();

/** Records a route under its method and path; the OpenAPI document and the access matrix are made from it. */
export function registerRoute(record: RouteRecord): void {
  records.set(`${record.method} ${record.path}`, record);
}

/** Every registered route, by path and then method. */
export function listRoutes(): readonly RouteRecord[] {
  return [...records.values()].sort(
    (a, b) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method),
  );
}
