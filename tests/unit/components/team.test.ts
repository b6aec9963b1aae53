import { describe, expect, test } from "vitest";
import { buildRights } from "@/app/(dashboard)/a/[account]/team/build-rights";
import { buildSeats } from "@/app/(dashboard)/a/[account]/team/build-seats";
import { createFormat } from "@/components/format/create-format";
import { HOUSE_CHOICE } from "@/components/format/locale-styles";
import { describeLastSeen } from "@/components/team/describe-last-seen";
import { computeFreeSeats, describeSeats } from "@/components/team/describe-seats";
import type { Seats } from "@/components/team/types";
import { permissionWords } from "@/lib/accounts";
import { type Permission, rolePermissions } from "@/lib/accounts/permissions";

const format = createFormat(HOUSE_CHOICE);

const next = {
  name: "Premium",
  limit: 10,
  price: { amountMinor: 2490, currency: "usd" },
  interval: "a month",
  href: "/pricing",
};
const seats = (over: Partial<Seats> = {}): Seats => ({
  used: 3,
  limit: 3,
  held: 0,
  planName: "Pro",
  next,
  ...over,
});

describe("seats in words", () => {
  test.each<[Partial<Seats>, string]>([
    [{}, "All 3 seats are taken. Remove someone or move to Premium for 10 seats, $24.90 a month."],
    [
      { used: 2, held: 1 },
      "All 3 seats are taken, 1 of them by an open invitation. Remove someone, revoke an invitation, or move to Premium for 10 seats, $24.90 a month.",
    ],
    [{ used: 1, limit: 1, next: null }, "The one seat is taken."],
    [{ used: 5, next: null }, "Pro has 3 seats: everybody stays, nobody can join. Remove someone."],
    [{ used: 1 }, "2 seats are free."],
    [{ used: 1, held: 1 }, "1 seat is free. 1 seat is held by an open invitation."],
    [{ limit: null, held: 2 }, "Pro has no limit on seats. 2 seats are held by open invitations."],
    [
      { next: { ...next, limit: null } },
      "All 3 seats are taken. Remove someone or move to Premium for any number of seats, $24.90 a month.",
    ],
  ])("%j", (over, words) => {
    expect(describeSeats(seats(over), true, format)).toBe(words);
  });

  test("tell who does not manage them how they stand, and nothing to do", () => {
    expect(describeSeats(seats(), false, format)).toBe("All 3 seats are taken.");
  });

  test("are never fewer than none", () => {
    expect(computeFreeSeats(seats({ used: 5 }))).toBe(0);
    expect(computeFreeSeats(seats({ limit: null }))).toBeNull();
  });
});

describe("the plan's next step", () => {
  const facts = { used: 1, held: 0, currency: "usd", accountSlug: "larkfield", mayBuy: true };
  test.each([
    ["free", 1, "Pro", 3],
    ["pro", 3, "Premium", 10],
    ["premium", 10, undefined, undefined],
  ])("from %s with %i seats is the cheapest subscription with more", (tierKey, limit, name, more) => {
    const step = buildSeats({ ...facts, tierKey, limit }).next;
    expect(step?.name).toBe(name);
    expect(step?.limit).toBe(more);
  });

  test("is priced in the account's currency, and offered to nobody who cannot buy", () => {
    const rupees = buildSeats({ ...facts, tierKey: "pro", limit: 3, currency: "inr" });
    expect(rupees.next?.price).toEqual({ amountMinor: 24900, currency: "inr" });
    expect(buildSeats({ ...facts, tierKey: "pro", limit: 3, mayBuy: false }).next).toBeNull();
    expect(buildSeats({ ...facts, tierKey: "pro", limit: null }).next).toBeNull();
  });
});

describe("what each role may do", () => {
  test("says the same words of permissions only where the same roles hold them", () => {
    for (const { label, roles } of buildRights()) {
      const permissions = (Object.keys(permissionWords) as Permission[]).filter(
        (permission) => permissionWords[permission] === label,
      );
      for (const permission of permissions)
        expect([...rolePermissions[permission]], permission).toEqual(roles);
    }
  });

  test("leaves no permission out", () => {
    expect(Object.keys(permissionWords).sort()).toEqual(Object.keys(rolePermissions).sort());
  });
});

describe("last seen", () => {
  const now = "2026-11-21T14:05:00.000Z";
  test.each([
    ["2026-11-21T14:00:00.001Z", "Now"],
    ["2026-11-21T14:00:00.000Z", "Today, 14:00 UTC"],
    ["2026-11-20T23:59:59.000Z", "20 Nov 2026"],
    ["2025-11-21T14:05:00.000Z", "21 Nov 2025"],
  ])("%s reads %s", (at, words) => {
    expect(describeLastSeen(at, now, format)).toBe(words);
  });
});
