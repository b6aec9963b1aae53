import { expectAccessible } from "./support/accessible";
import { createLocalUrl } from "./support/app";
import { joinTeam, makeTeam, waitForMessage } from "./support/team";
import { expect, newEmail, signInAs, test } from "./support/test";

// Two people in two browsers each.
test.describe.configure({ mode: "parallel", timeout: 150_000 });
const members = { name: "Members", exact: true } as const;

test("a role is changed by keyboard and holds from the other's next click", async ({
  page,
  browser,
  complaints,
  visitor: _,
}) => {
  complaints.expect(/status of 404/);
  const team = await makeTeam(page);
  const mei = await joinTeam(browser, page, team, { role: "billing", name: "Mei Tanaka" });
  await mei.page.goto(`/a/${team.slug}/dashboard`);
  const rail = mei.page.getByRole("complementary", { name: "Main navigation" });
  await rail.getByRole("link", { name: "Billing" }).click();
  await expect(mei.page).toHaveURL(createLocalUrl(`/a/${team.slug}/billing`));
  await rail.getByRole("link", { name: "Overview" }).click();

  await page.goto(team.path);
  const role = page.getByRole("combobox", { name: "Role of Mei Tanaka" });
  await role.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("option", { name: "Billing" })).toBeFocused();
  await page.keyboard.type("view");
  await expect(page.getByRole("option", { name: "Viewer" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Mei Tanaka’s role is Viewer now")).toBeVisible();
  await expect(role).toBeFocused();
  await expect(role).toHaveText("Viewer");

  await rail.getByRole("link", { name: "Billing" }).click();
  await expect(mei.page.getByRole("heading", { level: 1 })).toHaveText(/does not exist, or is not yours/);
  const refused = await mei.page.request.get("/api/billing/invoices", {
    headers: { "x-account": team.slug },
  });
  expect(refused.status()).toBe(403);
  await waitForMessage(mei.email, `Your role in ${team.name} changed`);
});

test("somebody is removed after asking, and is out with their next click", async ({
  page,
  browser,
  complaints,
  visitor: _,
}) => {
  complaints.expect(/status of 404/);
  const team = await makeTeam(page);
  const tom = await joinTeam(browser, page, team, { role: "member", name: "Tom Castle" });
  await tom.page.goto(`/a/${team.slug}/dashboard`);
  await page.goto(team.path);
  const actions = page.getByRole("button", { name: "Actions for Tom Castle" });
  await actions.click();
  await page.getByRole("menuitem", { name: "Remove from the account" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Remove Tom Castle?" });
  await expect(dialog).toContainText("every API key they made here stops working at once");
  await expect(dialog.getByRole("button", { name: "Keep Tom Castle" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(actions).toBeFocused();
  await actions.click();
  await page.getByRole("menuitem", { name: "Remove from the account" }).click();
  await dialog.getByRole("button", { name: "Remove Tom Castle" }).click();
  await expect(page.getByText("Tom Castle removed")).toBeVisible();
  await expect(page.getByRole("table", members).getByRole("row")).toHaveCount(2);

  const answer = await tom.page.goto(team.path);
  expect(answer?.status()).toBe(404);
  await waitForMessage(tom.email, `You were removed from ${team.name}`);
});

test("an owner hands the account over by typing its name, and both are told", async ({
  page,
  browser,
  visitor,
}) => {
  const team = await makeTeam(page);
  const heir = await joinTeam(browser, page, team, { role: "member", name: "Mei Tanaka" });
  await page.goto(team.path);
  await page.getByRole("button", { name: "Actions for Mei Tanaka" }).click();
  await page.getByRole("menuitem", { name: "Transfer the account" }).click();
  const dialog = page.getByRole("dialog", { name: `Transfer ${team.name} to Mei Tanaka?` });
  const typed = dialog.getByLabel(`Type ${team.name} to confirm`);
  await expect(typed).toBeFocused();
  await typed.fill("weber");
  await dialog.getByRole("button", { name: "Transfer the account" }).click();
  await expect(typed).toHaveAccessibleDescription(/Type Weber and Sons to confirm/);
  await typed.fill(team.name);
  await dialog.getByRole("button", { name: "Transfer the account" }).click();
  await expect(page.getByText(`${team.name} transferred to Mei Tanaka`)).toBeVisible();
  await expect(page.getByRole("row", { name: /Mei Tanaka/ })).toContainText("Owner");
  await expect(page.getByRole("row", { name: /\(you\)/ })).toContainText("Admin");
  await expect(page.getByRole("button", { name: "Actions for Mei Tanaka" })).toHaveCount(0);

  await heir.page.goto(team.path);
  await expect(heir.page.getByRole("combobox", { name: "Role of Clara Clicker" })).toHaveText("Admin");
  for (const [email, subject] of [
    [heir.email, `${team.name} was transferred to you`],
    [visitor.email, `You transferred ${team.name}`],
  ] as const) {
    await waitForMessage(email, subject);
  }
});

test("the last owner cannot leave, not even when the other left a moment ago", async ({
  page,
  browser,
  complaints,
  visitor: _,
}) => {
  complaints.expect(/status of 422/);
  const team = await makeTeam(page);
  const second = await joinTeam(browser, page, team, { role: "admin", name: "Second Owner" });
  await page.goto(team.path);
  await expect(page.getByRole("button", { name: "Actions for Clara Clicker" })).toHaveCount(0);
  await page.getByRole("combobox", { name: "Role of Second Owner" }).click();
  await page.getByRole("option", { name: "Owner" }).click();
  await page
    .getByRole("alertdialog", { name: "Make Second Owner an owner?" })
    .getByRole("button", { name: "Make Second Owner an owner" })
    .click();
  await page.getByRole("button", { name: "Actions for Clara Clicker" }).click();
  await page.getByRole("menuitem", { name: "Leave the account" }).click();
  const dialog = page.getByRole("alertdialog", { name: `Leave ${team.name}?` });
  await expect(dialog.getByRole("button", { name: "Stay" })).toBeFocused();

  await second.page.goto(team.path);
  await second.page.getByRole("button", { name: "Actions for Second Owner" }).click();
  await second.page.getByRole("menuitem", { name: "Leave the account" }).click();
  await second.page.getByRole("button", { name: `Leave ${team.name}` }).click();
  await expect(second.page).toHaveURL(/\/a\/second-owner-[a-z0-9]+\/dashboard$/);

  await dialog.getByRole("button", { name: `Leave ${team.name}` }).click();
  await expect(dialog.getByRole("alert")).toContainText("You still belong. This is the only owner.");
});

test("the demo team is as it is drawn, and read-only for a viewer", async ({ page }) => {
  await signInAs(page, "ada@larkfield.example");
  await page.goto("/a/larkfield-studio/team");
  await expect(page.getByRole("meter", { name: "Seats" })).toHaveAttribute("aria-valuetext", "3 of 3, 100%");
  await expect(page.getByRole("region", { name: "Seats" })).toContainText(
    "All 3 seats are taken. Remove someone or move to Premium for 10 seats, $24.90 a month.",
  );
  const invite = page.getByRole("button", { name: "Invite", exact: true });
  await expect(invite).toHaveAttribute("aria-disabled", "true");
  await expect(invite).toHaveAccessibleDescription(/All 3 seats are taken/);
  await expect(page.getByRole("table", { name: "Invitations" })).toContainText("jonas@weber.example");
  await expect(page.getByRole("table", { name: "Invitations" })).toContainText("Expired");

  await signInAs(page, "tom@larkfield.example");
  await page.goto("/a/larkfield-studio/team");
  await expect(page.getByRole("table", members).getByRole("row")).toHaveCount(4);
  await expect(page.getByRole("combobox")).toHaveCount(0);
  await expect(page.getByText("jonas@weber.example")).toHaveCount(0);
  await expect(invite).toHaveCount(0);
});

test.describe("axe finds nothing and nothing scrolls sideways", () => {
  test.describe.configure({ timeout: 150_000 });

  test("on the team as its owner, with each dialog, and as a viewer", async ({
    page,
    browser,
    visitor: _,
  }) => {
    test.slow();
    const team = await makeTeam(page);
    const mei = await joinTeam(browser, page, team, { role: "viewer", name: "Mei Tanaka" });
    await page.request.post("/api/account/invitations", {
      data: { email: newEmail(), role: "admin" },
      headers: { "x-account": team.slug },
    });
    await page.goto(team.path);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Invite", exact: true }).click();
    await expect(page.getByRole("dialog", { name: "Invite someone" })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Actions for Mei Tanaka" }).click();
    await page.getByRole("menuitem", { name: "Transfer the account" }).click();
    await expect(page.getByRole("dialog", { name: `Transfer ${team.name} to Mei Tanaka?` })).toBeVisible();
    await expectAccessible(page);
    await mei.page.goto(team.path);
    await expectAccessible(mei.page);
  });

  test("on a personal account, which offers an organization instead", async ({ page, visitor: _ }) => {
    await page.goto("/team");
    await expect(page.getByRole("heading", { level: 2 })).toHaveText("A personal account has one person");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Create an organization" }).click();
    await expect(page.getByRole("dialog", { name: "Create an organization" })).toBeVisible();
  });
});
