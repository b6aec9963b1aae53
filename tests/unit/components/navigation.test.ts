import { describe, expect, it } from "vitest";
import { computeSwitchAddress } from "@/components/layout/compute-switch-address";
import { filterPages } from "@/components/layout/filter-pages";
import { computeCrumbs, findPage } from "@/components/layout/find-page";
import type { NavGroup } from "@/components/layout/types";
import { readThemeChoice } from "@/components/theme/theme-choice";

const groups: readonly NavGroup[] = [
  {
    label: "Account",
    items: [
      { href: "/dashboard", label: "Overview", icon: "overview" },
      { href: "/billing", label: "Billing", icon: "billing" },
      { href: "/settings/api-keys", label: "API keys", icon: "api-key", trail: [{ label: "Settings" }] },
      { href: "/settings/account", covers: "/settings", label: "Settings", icon: "settings" },
    ],
  },
];

describe("findPage", () => {
  it("takes the longest address that the path starts with, by whole parts", () => {
    expect(findPage(groups, "/billing/invoices/1")?.label).toBe("Billing");
    expect(findPage(groups, "/billings")).toBeNull();
  });

  it("takes what an item covers, unless another one says more", () => {
    expect(findPage(groups, "/settings/sessions")?.label).toBe("Settings");
    expect(findPage(groups, "/settings/account")?.label).toBe("Settings");
    expect(findPage(groups, "/settings/api-keys")?.label).toBe("API keys");
  });
});

describe("computeCrumbs", () => {
  it("puts what stands above before the page", () => {
    expect(computeCrumbs(groups, {}, "/settings/api-keys")).toEqual([
      { label: "Settings" },
      { label: "API keys" },
    ]);
  });

  it("puts a covered page below what covers it", () => {
    expect(computeCrumbs(groups, { "/settings/account": "Account" }, "/settings/account")).toEqual([
      { label: "Settings" },
      { label: "Account" },
    ]);
  });

  it("links back from a page inside another", () => {
    expect(computeCrumbs(groups, { "/billing/return": "Checkout" }, "/billing/return")).toEqual([
      { label: "Billing", href: "/billing" },
      { label: "Checkout" },
    ]);
  });
});

describe("switching the account", () => {
  const studio = {
    slug: "studio",
    name: "Studio",
    kind: "organization",
    detail: "Viewer",
    pages: ["/a/studio/dashboard", "/a/studio/usage", "/a/studio/settings", "/a/studio/settings/api-keys"],
  } as const;

  it.each([
    ["/a/mine/usage", "/a/studio/usage"],
    ["/a/mine/settings/api-keys", "/a/studio/settings/api-keys"],
    ["/a/mine/settings/profile/photo", "/a/studio/settings"],
    ["/a/mine/usages", "/a/studio/dashboard"],
    ["/a/mine/billing", "/a/studio/dashboard"],
    ["/a/mine", "/a/studio/dashboard"],
    ["/pricing", "/a/studio/dashboard"],
  ])("leads from %s to %s", (from, to) => {
    expect(computeSwitchAddress(studio, from)).toBe(to);
  });
});

describe("filterPages", () => {
  const pages = groups.flatMap((group) => group.items);
  it("finds by every word, in the name or above it", () => {
    expect(filterPages(pages, "set keys").map((page) => page.label)).toEqual(["API keys"]);
    expect(filterPages(pages, "")).toHaveLength(4);
    expect(filterPages(pages, "zephyr")).toHaveLength(0);
  });
});

describe("readThemeChoice", () => {
  it("lets the system decide when the stored value is unknown", () => {
    expect(readThemeChoice("dark")).toBe("dark");
    expect(readThemeChoice("sepia")).toBe("system");
    expect(readThemeChoice(null)).toBe("system");
  });
});
