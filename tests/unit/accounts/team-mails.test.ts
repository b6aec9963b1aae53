import { describe, expect, test } from "vitest";
import { renderInvitation } from "@/lib/accounts/teams/mail/invitation";
import { renderMemberRemoved } from "@/lib/accounts/teams/mail/member-removed";
import { renderOwnershipTransferred } from "@/lib/accounts/teams/mail/ownership-transferred";
import { renderRoleChanged } from "@/lib/accounts/teams/mail/role-changed";

const EVIL = "<img src=x onerror=alert(1)>";
const team = "https://billing.example.com/a/larkfield/team";
const invitation = {
  accountName: "Larkfield Studio",
  invitedByName: "Ada Okafor",
  role: "admin",
  email: "jonas@weber.example",
  expiresAt: new Date("2026-11-14T10:00:00Z"),
  link: "https://billing.example.com/invitations/abc",
} as const;

describe("the invitation", () => {
  test("says who invites to what, as what, for whom and until when, with the link, in both bodies", async () => {
    const { subject, html, text } = await renderInvitation(invitation);
    expect(subject).toBe("Ada Okafor invites you to Larkfield Studio");
    for (const body of [html.replaceAll("<!-- -->", ""), text.replaceAll(/\s+/g, " ")]) {
      for (const part of ["an admin", "jonas@weber.example", "14 Nov 2026, 10:00 UTC", invitation.link]) {
        expect(body).toContain(part);
      }
    }
    expect(text).not.toContain("<");
  });
});

describe("the notices", () => {
  test("of a changed role name both roles", async () => {
    const { text } = await renderRoleChanged({
      name: "Mei",
      accountName: "Larkfield Studio",
      from: "admin",
      to: "billing",
      teamUrl: team,
    });
    const words = text.replaceAll(/\s+/g, " ");
    expect(words).toContain("you are a billing contact of Larkfield Studio now; before, you were an admin.");
    expect(words).toContain(team);
  });

  test("of a removal say what is lost and what is not", async () => {
    const { subject, text } = await renderMemberRemoved({ name: "", accountName: "Larkfield Studio" });
    expect(subject).toBe("You were removed from Larkfield Studio");
    expect(text).toMatch(/^Hello,$/m);
    expect(text.replaceAll(/\s+/g, " ")).toContain("API keys that you made there no longer work");
  });

  test("of a transfer tell each side which they are", async () => {
    const facts = { name: "Mei", otherName: "Ada", accountName: "Larkfield Studio", teamUrl: team };
    const toNew = await renderOwnershipTransferred({ ...facts, isNewOwner: true });
    const toFormer = await renderOwnershipTransferred({ ...facts, isNewOwner: false });
    expect(toNew.subject).toBe("Larkfield Studio was transferred to you");
    expect(toNew.text).toContain("Ada is an admin.");
    expect(toFormer.subject).toBe("You transferred Larkfield Studio");
    expect(toFormer.text.replaceAll(/\s+/g, " ")).toContain("You are an admin.");
  });
});

test("a name that is markup stays text in every message", async () => {
  const messages = await Promise.all([
    renderInvitation({ ...invitation, accountName: EVIL, invitedByName: EVIL, email: EVIL }),
    renderRoleChanged({ name: EVIL, accountName: EVIL, from: "admin", to: "viewer", teamUrl: team }),
    renderMemberRemoved({ name: EVIL, accountName: EVIL }),
    renderOwnershipTransferred({
      name: EVIL,
      otherName: EVIL,
      accountName: EVIL,
      isNewOwner: true,
      teamUrl: team,
    }),
  ]);
  for (const { html } of messages) expect(html).not.toContain("<img src=x");
});
