import { describe, expect, test } from "vitest";
import { computeRole } from "@/lib/accounts/webhooks/compute-role";
import { computeSettlement, type SettledMember } from "@/lib/accounts/webhooks/compute-settlement";

let joined = 0;
const member = (
  personId: string,
  role: SettledMember["role"],
  pendingRole: SettledMember["pendingRole"] = null,
  isLiving = true,
): SettledMember => {
  joined += 1;
  return { personId, role, pendingRole, isLiving, createdAt: new Date(joined * 1_000) };
};

describe("the members of an account", () => {
  test("stay as they are when nothing was said", () => {
    expect(computeSettlement([member("ada", "owner"), member("ben", "admin")])).toEqual({
      promoted: null,
      changed: [],
      removed: [],
      kept: null,
    });
  });

  test("become what was said, or go, while an owner stays", () => {
    const members = [
      member("ada", "owner"),
      member("ben", "admin", "viewer"),
      member("cleo", "member", "none"),
    ];
    expect(computeSettlement(members)).toEqual({
      promoted: null,
      changed: [{ personId: "ben", role: "viewer" }],
      removed: ["cleo"],
      kept: null,
    });
  });

  test("get the longest-standing admin as owner when the last one goes", () => {
    const [ada, ben, cleo] = [
      member("ada", "owner", "none"),
      member("ben", "admin"),
      member("cleo", "admin"),
    ];
    expect(computeSettlement([cleo, ada, ben])).toMatchObject({
      promoted: "ben",
      removed: ["ada"],
      kept: null,
    });
  });

  test("keep the last owner when nobody could follow: members, leaving admins and the dead cannot", () => {
    const members = [
      member("ada", "owner", "member"),
      member("ben", "admin", "none"),
      member("cleo", "admin", null, false),
      member("dan", "billing"),
    ];
    expect(computeSettlement(members)).toEqual({
      promoted: null,
      changed: [],
      removed: ["ben"],
      kept: "ada",
    });
  });

  test("keep a living owner rather than a deleted one", () => {
    const members = [member("ada", "owner", "none", false), member("ben", "owner", "none")];
    expect(computeSettlement(members)).toMatchObject({ kept: "ben", removed: ["ada"] });
  });

  test("are nobody's business when there are none", () => {
    expect(computeSettlement([])).toEqual({ promoted: null, changed: [], removed: [], kept: null });
  });
});

describe("a role of the identity's organization", () => {
  test.each([
    ["org:admin", true, "owner"],
    ["org:admin", false, "admin"],
    ["org:member", true, "member"],
    ["org:member", false, "member"],
    ["org:billing", false, "billing"],
    ["org:viewer", false, "viewer"],
    ["admin", false, "admin"],
    ["org:Admin", false, null],
    ["org:contractor", false, null],
    ["org:", false, null],
    ["", true, null],
  ])("%j (creator: %s) is %s here", (identityRole, isCreator, role) => {
    expect(computeRole(identityRole, isCreator)).toBe(role);
  });
});
