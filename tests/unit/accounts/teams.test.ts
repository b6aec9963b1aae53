import { describe, expect, test } from "vitest";
import { permissionsOfKey, permissionsOfRole, roleSchema, scopeSchema } from "@/lib/accounts/permissions";
import { requireMayManage } from "@/lib/accounts/teams/access/require-may-manage";
import { computeInvitationState } from "@/lib/accounts/teams/compute/compute-invitation-state";
import { maskEmail } from "@/lib/accounts/teams/compute/mask-email";
import { seatsTaken } from "@/lib/accounts/teams/errors";
import { inviteBody } from "@/lib/accounts/teams/schemas";

describe("a masked address", () => {
  test.each([
    ["jonas@weber.example", "j•••@weber.example"],
    ["j@weber.example", "j•••@weber.example"],
    ['"odd@name"@weber.example', '"•••@weber.example'],
  ])("of %s is %s, the same length whatever is hidden", (email, masked) => {
    expect(maskEmail(email)).toBe(masked);
  });
});

describe("the state of an invitation", () => {
  const at = new Date("2026-11-21T12:00:00Z");
  const row = { acceptedAt: null, revokedAt: null, expiresAt: new Date("2026-11-22T12:00:00Z") };
  test.each([
    ["open", row],
    ["expired", { ...row, expiresAt: at }],
    ["open", { ...row, expiresAt: new Date(at.getTime() + 1) }],
    ["revoked", { ...row, revokedAt: at, expiresAt: at }],
    ["used", { ...row, acceptedAt: at, expiresAt: at }],
  ])("is %s", (state, facts) => {
    expect(computeInvitationState(facts, at)).toBe(state);
  });
});

describe("managing members", () => {
  const may = (actor: (typeof roleSchema.options)[number], concerned: readonly string[]): boolean => {
    try {
      requireMayManage(actor, concerned as typeof roleSchema.options);
      return true;
    } catch {
      return false;
    }
  };
  test.each(roleSchema.options)("as %s goes as far as the permission table says", (actor) => {
    const permissions = permissionsOfRole(actor);
    expect(may(actor, ["member", "admin"])).toBe(permissions.has("members.manage"));
    expect(may(actor, ["member", "owner"])).toBe(
      permissions.has("members.manage") && permissions.has("account.transfer"),
    );
  });
});

describe("what a key may do", () => {
  test.each(roleSchema.options)("is never more than its maker, a %s, may do", (role) => {
    const allowed = permissionsOfRole(role);
    const carried = permissionsOfKey(scopeSchema.options, role);
    expect([...carried].every((permission) => allowed.has(permission))).toBe(true);
    expect(permissionsOfKey(["usage:read"], role)).toEqual(new Set(["usage.read"]));
    expect(permissionsOfKey([], role)).toEqual(new Set());
  });
});

describe("the refusal of a seat", () => {
  test("names the numbers, and the invitations among them", () => {
    expect(seatsTaken({ used: 3, limit: 3, invitations: 0 }).message).toBe(
      "The plan has 3 seats and 3 are taken. Remove someone, revoke an invitation, or choose a plan with more seats.",
    );
    expect(seatsTaken({ used: 1, limit: 1, invitations: 1 }).message).toMatch(
      /^The plan has 1 seat and 1 is taken, 1 of them by an open invitation\./,
    );
  });
});

describe("the body of an invitation", () => {
  test("takes an address in any letters and keeps it in small ones", () => {
    expect(inviteBody.parse({ email: "Jonas@Weber.Example", role: "admin" }).email).toBe(
      "jonas@weber.example",
    );
  });
  test.each([
    { email: "jonas", role: "admin" },
    { email: "jonas@weber.example", role: "owner" },
    { email: "jonas@weber.example" },
    { email: `${"a".repeat(250)}@weber.example`, role: "viewer" },
    { email: "jonas@weber.example", role: "viewer", accountId: "another" },
  ])("refuses %j", (body) => {
    expect(inviteBody.safeParse(body).success).toBe(false);
  });
});
