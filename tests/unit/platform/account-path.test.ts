import { describe, expect, test } from "vitest";
import { computeRemembered, readRemembered } from "@/app/_server/remembered-accounts";
import { accountPath, readAccountPath } from "@/lib/platform/account-path";

describe("the address of an account's page", () => {
  test.each([
    "/dashboard",
    "/settings/api-keys",
    "/usage?feature=resumes",
    "/billing/return?session_id=cs_1#top",
  ])("is read as it was made: %s", (path) => {
    expect(readAccountPath(accountPath("larkfield-studio", path))).toEqual({
      account: "larkfield-studio",
      path,
    });
  });

  test.each(["/a/studio", "/a/studio/"])("leads to the overview when it names no page: %s", (address) => {
    expect(readAccountPath(address)).toEqual({ account: "studio", path: "/dashboard" });
  });

  test.each([
    "/",
    "/a",
    "/a/",
    "/pricing",
    "/api/usage",
    "/about/studio",
    "/x/a/studio",
    "/a/St%2Fudio/usage",
    "//a/b",
  ])("is not %s", (address) => {
    expect(readAccountPath(address)).toBeNull();
  });
});

describe("the remembered accounts", () => {
  test("come latest first, each once, and no more than four", () => {
    let cookie: string | undefined;
    for (const account of ["a", "b", "c", "b", "d", "e"]) {
      cookie = computeRemembered(cookie, account) ?? cookie;
    }
    expect(readRemembered(cookie)).toEqual(["e", "d", "b", "c"]);
  });

  test("stay as they are while one stays in the same account", () => {
    expect(computeRemembered("studio.mine", "studio")).toBeNull();
  });

  test("drop what is no name of an account", () => {
    expect(readRemembered("studio..<script>.mine")).toEqual(["studio", "mine"]);
    expect(readRemembered(undefined)).toEqual([]);
  });
});
