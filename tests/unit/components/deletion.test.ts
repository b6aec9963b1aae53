import { describe, expect, it } from "vitest";
import { describeLosses } from "@/components/deletion/describe-losses";
import type { DeletionData } from "@/components/deletion/types";
import { createFormat } from "@/components/format/create-format";
import { HOUSE_CHOICE } from "@/components/format/locale-styles";

const format = createFormat(HOUSE_CHOICE);

const data = (over: Partial<DeletionData["losses"]> = {}, subject: DeletionData["subject"] = "account") =>
  describeLosses(
    {
      subject,
      what: "Larkfield Studio",
      confirmName: "Larkfield Studio",
      graceDays: 14,
      scheduled: null,
      losses: { members: 1, apiKeys: 0, plan: null, openInvoices: 0, ...over },
      blockedBy: [],
    },
    format,
  );

const KEPT = "Usage counts and invoices are kept as the law asks, without names.";

describe("what a deletion takes along", () => {
  it("says only what there is", () => {
    expect(data()).toEqual([KEPT]);
  });

  it("counts people, keys and invoices in words that fit the number", () => {
    expect(data({ members: 2, apiKeys: 1, openInvoices: 1 })).toEqual([
      "1 other person loses access.",
      "1 API key stops working.",
      "1 open invoice is still owed.",
      KEPT,
    ]);
    expect(data({ members: 1_201, apiKeys: 2, openInvoices: 3 })).toEqual([
      "1,200 other people lose access.",
      "2 API keys stop working.",
      "3 open invoices are still owed.",
      KEPT,
    ]);
  });

  it("tells a plan that runs out from one that was bought once", () => {
    expect(data({ plan: { name: "Pro", until: "2026-12-03T00:00:00Z" } })[0]).toBe(
      "Pro does not renew. What is paid for runs until 3 Dec at the latest; no refund is due.",
    );
    expect(data({ plan: { name: "Lifetime", until: null } })[0]).toBe(
      "Lifetime, bought once, is lost. No refund is due.",
    );
  });

  it("tells a person that organizations stay, and their keys there do not", () => {
    expect(data({}, "person")[0]).toMatch(/^You leave every organization\. The organizations stay/);
  });
});
