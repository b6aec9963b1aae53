import { z } from "zod";

export const roleSchema = z.enum(["owner", "admin", "billing", "member", "viewer"]);
export type Role = z.infer<typeof roleSchema>;

/**
 * The one permission table: permission x roles. `role_permissions` in the database holds the same rows for
 * the policies, and a test keeps the two equal.
 */
export const rolePermissions = {
  "account.read": ["owner", "admin", "billing", "member", "viewer"],
  "account.update": ["owner", "admin"],
  "account.delete": ["owner"],
  "account.transfer": ["owner"],
  "account.export": ["owner", "admin"],
  "members.read": ["owner", "admin", "billing", "member", "viewer"],
  "members.manage": ["owner", "admin"],
  "billing.read": ["owner", "admin", "billing"],
  "billing.manage": ["owner", "admin", "billing"],
  "usage.read": ["owner", "admin", "billing", "member", "viewer"],
  "usage.write": ["owner", "admin", "member"],
  "api_keys.create": ["owner", "admin", "member"],
  "api_keys.manage": ["owner", "admin"],
  "audit.read": ["owner", "admin"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof rolePermissions;

/** What an API key may be allowed to do, and the permission that each scope stands for. */
export const scopePermissions = {
  "usage:read": "usage.read",
  "usage:write": "usage.write",
  "billing:read": "billing.read",
} as const satisfies Record<string, Permission>;

export type Scope = keyof typeof scopePermissions;
export const scopeSchema = z.enum(Object.keys(scopePermissions) as [Scope, ...Scope[]]);

/** All permissions of a role. */
export function permissionsOfRole(role: Role): ReadonlySet<Permission> {
  const entries = Object.entries(rolePermissions) as [Permission, readonly Role[]][];
  return new Set(entries.filter(([, roles]) => roles.includes(role)).map(([permission]) => permission));
}

/** All permissions that an API key's scopes stand for. Unknown scopes of older keys give nothing. */
export function permissionsOfScopes(scopes: readonly string[]): ReadonlySet<Permission> {
  return new Set(
    scopes.flatMap((scope) =>
      Object.hasOwn(scopePermissions, scope) ? [scopePermissions[scope as Scope]] : [],
    ),
  );
}

/**
 * What an API key may do: what its scopes stand for, as far as its maker's role allows it now. Null is the role of
 * a key that no person made, whose scopes hold alone.
 */
export function permissionsOfKey(scopes: readonly string[], makerRole: Role | null): ReadonlySet<Permission> {
  const carried = permissionsOfScopes(scopes);
  if (makerRole === null) return carried;
  const allowed = permissionsOfRole(makerRole);
  return new Set([...carried].filter((permission) => allowed.has(permission)));
}
