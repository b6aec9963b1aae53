import { expectAccessible } from "./support/accessible";
import { createLocalUrl } from "./support/app";
import { makeTeam, readInvitationLink } from "./support/team";
import { expect, newEmail, signInAs, test } from "./support/test";

// Two people in two browsers each.
test.describe.configure({ mode: "parallel", timeout: 150_000 });
const members = { name: "Members", exact: true } as const;

test("somebody is invited, follows the link in the mail, signs up, and joins", async ({
  page,
  browser,
  visitor,
}) => {
  const team = await makeTeam(page);
  const email = newEmail();
  await page.goto(team.path);
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Invite someone" });
  await dialog.getByRole("button", { name: "Send invitation" }).click();
  await expect(dialog.getByLabel("E-mail address")).toHaveAccessibleDescription(/Enter an e-mail address/);
  await dialog.getByLabel("E-mail address").fill(email);
  await dialog.getByRole("combobox", { name: "Role" }).click();
  await page.getByRole("option", { name: "Billing" }).click();
  await expect(dialog).toContainText("Plans, payment methods, invoices and usage.");
  await dialog.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByText(`Invitation sent to ${email}`)).toBeVisible();
  const invitations = page.getByRole("table", { name: "Invitations" });
  await expect(invitations).toContainText(email);
  await expect(invitations).toContainText("As billing, sent by Clara Clicker");
  await expect(page.getByRole("region", { name: "Seats" })).toContainText(
    "1 seat is held by an open invitation",
  );

  const guest = await (await browser.newContext({ baseURL: createLocalUrl("/") })).newPage();
  await guest.goto(await readInvitationLink(email));
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText(`Join ${team.name} as billing`);
  await expect(guest.getByRole("main")).not.toContainText(email);
  await guest.getByRole("link", { name: "Create an account" }).click();
  await guest.getByLabel("Name").fill("Jonas Weber");
  await guest.getByLabel("E-mail address").fill(email);
  await guest.getByRole("button", { name: "Create account" }).click();
  await guest.getByRole("button", { name: `Join ${team.name}` }).click();
  await expect(guest).toHaveURL(createLocalUrl(`/a/${team.slug}/dashboard`));
  await guest.goto(team.path);
  await expect(guest.getByRole("table", members)).toContainText("Jonas Weber (you)");
  await expect(guest.getByRole("button", { name: "Invite", exact: true })).toHaveCount(0);
  await guest.goto(await readInvitationLink(email));
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText(`You belong to ${team.name} already`);

  await page.reload();
  await expect(page.getByRole("table", members).getByRole("row")).toHaveCount(3);
  await expect(page.getByRole("table", members)).toContainText(visitor.email);
  await expect(page.getByText("Nobody is invited")).toBeVisible();
});

test("an invitation is sent again with a new link, which kills the old, and withdrawn after asking", async ({
  page,
  browser,
  complaints,
  visitor: _,
}) => {
  test.slow();
  complaints.expect(/status of 404/);
  const team = await makeTeam(page);
  const email = newEmail();
  await page.request.post("/api/account/invitations", {
    data: { email, role: "viewer" },
    headers: { "x-account": team.slug },
  });
  const old = await readInvitationLink(email);
  await page.goto(team.path);
  await page.getByRole("button", { name: `Send again to ${email}` }).click();
  await expect(page.getByText(`Sent again to ${email}`)).toBeVisible();
  const fresh = await readInvitationLink(email, 2);
  expect(fresh).not.toBe(old);

  const guest = await (await browser.newContext({ baseURL: createLocalUrl("/") })).newPage();
  const answer = await guest.goto(old);
  expect(answer?.status()).toBe(404);
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText("This invitation link does not work");
  await expectAccessible(guest);
  await guest.goto(fresh);
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText(`Join ${team.name} as viewer`);
  await expectAccessible(guest);

  const revoke = page.getByRole("button", { name: `Revoke the invitation to ${email}` });
  await revoke.click();
  const dialog = page.getByRole("alertdialog", { name: `Revoke the invitation to ${email}?` });
  await expect(dialog.getByRole("button", { name: "Keep the invitation" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(revoke).toBeFocused();
  await revoke.click();
  await dialog.getByRole("button", { name: "Revoke invitation" }).click();
  await expect(page.getByText("Nobody is invited")).toBeVisible();
  await guest.reload();
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText("This invitation was withdrawn");
});

test("somebody else is told which address the invitation is for, and can change over to it", async ({
  page,
  browser,
  visitor: _,
}) => {
  test.slow();
  const team = await makeTeam(page);
  const email = newEmail();
  await page.request.post("/api/account/invitations", {
    data: { email, role: "viewer" },
    headers: { "x-account": team.slug },
  });
  const other = await (await browser.newContext({ baseURL: createLocalUrl("/") })).newPage();
  const theirs = newEmail();
  await signInAs(other, theirs, "Olga Other");
  await other.goto(await readInvitationLink(email));
  await expect(other.getByRole("heading", { level: 1 })).toHaveText(
    "This invitation is for c•••@example.com",
  );
  await expect(other.getByRole("main")).toContainText(`You are signed in as ${theirs}.`);
  await expect(other.getByRole("button", { name: /^Join/ })).toHaveCount(0);
  await expectAccessible(other);
  await other.getByRole("button", { name: "Sign in as someone else" }).click();
  await expect(other).toHaveURL(/\/sign-in\?next=%2Finvitations%2F/);
  await other.getByLabel("E-mail address").fill(email);
  await other.getByRole("button", { name: "Sign in", exact: true }).click();
  await other.getByRole("button", { name: `Join ${team.name}` }).click();
  await expect(other).toHaveURL(createLocalUrl(`/a/${team.slug}/dashboard`));
});
