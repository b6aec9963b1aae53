import { describe, expect, test } from "vitest";
import {
  type Permission,
  permissionsOfRole,
  permissionsOfScopes,
  type Role,
  rolePermissions,
  roleSchema,
  scopePermissions,
  scopeSchema,
} from "@/lib/accounts/permissions";

const may = (role: Role, permission: Permission) => permissionsOfRole(role).has(permission);
const all = Object.keys(rolePermissions) as Permission[];

describe("roles", () => {
  test("the owner may do everything", () => {
    expect([...permissionsOfRole("owner")].sort()).toEqual([...all].sort());
  });

  test("an admin may do everything but delete the account and transfer it", () => {
    expect(all.filter((permission) => !may("admin", permission))).toEqual([
      "account.delete",
      "account.transfer",
    ]);
  });

  test("billing handles money and reads usage, and neither uses the product nor has keys", () => {
    expect([...permissionsOfRole("billing")].sort()).toEqual([
      "account.read",
      "billing.manage",
      "billing.read",
      "members.read",
      "usage.read",
    ]);
  });

  test("a member uses the product, reads usage and has keys of their own, and sees no money", () => {
    expect([...permissionsOfRole("member")].sort()).toEqual([
      "account.read",
      "api_keys.create",
      "members.read",
      "usage.read",
      "usage.write",
    ]);
  });

  test("a viewer reads and does nothing else", () => {
    expect([...permissionsOfRole("viewer")].sort()).toEqual(["account.read", "members.read", "usage.read"]);
  });

  test("whoever manages something may also read it", () => {
    for (const role of roleSchema.options) {
      if (may(role, "billing.manage")) expect(may(role, "billing.read"), role).toBe(true);
      if (may(role, "members.manage")) expect(may(role, "members.read"), role).toBe(true);
      if (may(role, "api_keys.manage")) expect(may(role, "api_keys.create"), role).toBe(true);
    }
  });
});

describe("scopes of API keys", () => {
  test("stand for permissions, one each", () => {
    for (const scope of scopeSchema.options) {
      expect([...permissionsOfScopes([scope])]).toEqual([scopePermissions[scope]]);
    }
  });

  test("never reach what only a signed-in person may do", () => {
    const reachable = permissionsOfScopes(scopeSchema.options);
    for (const permission of [
      "account.delete",
      "account.transfer",
      "members.manage",
      "billing.manage",
      "api_keys.create",
      "api_keys.manage",
      "audit.read",
    ] as const) {
      expect(reachable.has(permission), permission).toBe(false);
    }
  });

  test.each([[["unknown:scope"]], [["toString"]], [["__proto__"]], [[""]], [[]]])(
    "that are unknown (%j) give nothing",
    (scopes) => {
      expect([...permissionsOfScopes(scopes)]).toEqual([]);
    },
  );
});
