import { describe, expect, test } from "vitest";
import { cookieName, endCookie, makeCookie } from "@/lib/platform/cookies";

const flags = { httpOnly: true, sameSite: "lax", path: "/" };

describe("our cookies", () => {
  test("belong to this very host on https, where browsers hold them to it", () => {
    expect(makeCookie("mh_session", "token", 60, "https://billing.example.com")).toEqual({
      name: "__Host-mh_session",
      value: "token",
      secure: true,
      maxAge: 60,
      ...flags,
    });
  });

  test("have no prefix on http, where browsers refuse it", () => {
    expect(makeCookie("mh_session", "token", 60, "http://localhost:3000")).toEqual({
      name: "mh_session",
      value: "token",
      secure: false,
      maxAge: 60,
      ...flags,
    });
  });

  test.each(["https://billing.example.com", "http://localhost:3000"])(
    "are read and taken back under the name they were set with: %s",
    (appUrl) => {
      const set = makeCookie("mh_account", "larkfield", 60, appUrl);
      expect(cookieName("mh_account", appUrl)).toBe(set.name);
      expect(endCookie("mh_account", appUrl)).toEqual({ ...set, value: "", maxAge: 0 });
    },
  );
});
