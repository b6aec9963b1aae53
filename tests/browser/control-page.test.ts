import type { Page } from "@playwright/test";
import { type Receiver, startReceiver } from "@/tests/stripe/support/receiver";
import { expectHosted, makePrice, makeSubscriber, type OwnStripe, startOwnStripe } from "./support/hosted";
import { expect, test } from "./support/test";

// A Stripe of its own: what these buttons do would take the ground from under all other tests.
let own: OwnStripe;
let receiver: Receiver;

test.beforeEach(async ({ page }) => {
  receiver = await startReceiver();
  own = await startOwnStripe({ webhookUrl: receiver.url });
  await page.goto(`${own.local.url}/_local`);
});
test.afterEach(async () => {
  await own.close();
  await receiver.close();
});

const press = async (page: Page, button: string | RegExp, says: string | RegExp) => {
  await page
    .getByRole("button", { name: button, exact: typeof button === "string" })
    .first()
    .click();
  await expect(page.locator("main > [role=status]")).toHaveText(says);
};
const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const emails = async () => (await own.stripe.customers.list({ limit: 100 })).data.map(({ email }) => email);
const receivedOf = (type: string) => receiver.received.filter(({ event }) => event.type === type);

test("the control page is usable by everybody, empty and with much to show", async ({ page }) => {
  await expect(page.getByText("Nothing goes wrong.")).toBeVisible();
  await expectHosted(page);
  await own.control("/seed", { set: "studio", wait: true });
  await own.control("/snapshot", { name: "studio" });
  await own.control("/faults", { kind: "error_after", path: "/v1/subscriptions", count: null });
  receiver.answerWith(500);
  await own.stripe.customers.create({ email: "ada@example.com" });
  await page.goto(`${own.local.url}/_local`);
  await expect(region(page, "Last events").getByRole("row")).toHaveCount(31);
  await expect(region(page, "Faults")).toContainText("error_after on any /v1/subscriptions, all left");
  await region(page, "Last events").getByText("pending").first().click();
  await page.getByText("Empty everything").click();
  await expectHosted(page);
});

test("snapshot, reset and restore keep, empty and bring back everything", async ({ page }) => {
  await own.stripe.customers.create({ email: "kept@example.com" });
  await page.getByLabel("Name").fill("2026-before");
  await press(page, "Take snapshot", 'Kept everything as "2026-before".');
  await own.stripe.customers.create({ email: "later@example.com" });
  await page.getByText("Empty everything").click();
  await press(page, "Empty this Stripe", "Everything is gone.");
  expect(await emails()).toEqual([]);
  await press(page, "Restore 2026-before", 'Everything is as it was in "2026-before".');
  expect(await emails()).toEqual(["kept@example.com"]);
  expect(await own.control("/snapshots", {}, "GET")).toEqual({ data: ["2026-before"] });
});

test("seeding fills it, and says with what", async ({ page }) => {
  const seeding = region(page, "Customers with a past");
  await seeding.getByLabel("Set").selectOption("studio");
  await seeding.getByLabel("Random seed").fill("7");
  await press(page, "Seed", "Seeding 12 customers over 3 months has begun.");
  await expect(async () => {
    await page.getByRole("link", { name: "Refresh" }).click();
    await expect(seeding.getByRole("status")).toHaveText(
      /^Seeded 12 of 12 customers, 10 subscriptions, 1 refund, 1 dispute, invoices: .*\d+ paid/,
      { timeout: 2_000 },
    );
  }).toPass({ timeout: 60_000 });
  expect(await own.control("/seed", {}, "GET")).toMatchObject({ state: "done", seed: 7, customers: 12 });
  expect(await emails()).toHaveLength(12);
});

test("events are listed by type, and sent again", async ({ page }) => {
  await makeSubscriber(own.stripe, await makePrice(own.stripe, "Pro", 1_490, "month"));
  const events = region(page, "Last events");
  // The page stands as it was when it was asked for: it is asked for again until the delivery is done.
  await expect(async () => {
    await page.getByLabel("Type").fill("customer.created");
    await page.getByRole("button", { name: "Show" }).click();
    await expect(events.getByRole("row")).toHaveCount(2);
    await expect(events.getByText("delivered", { exact: true })).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  expect(receivedOf("customer.created")).toHaveLength(1);
  await press(page, /^Resend customer\.created/, "Sent again: 1 delivery.");
  await expect.poll(() => receivedOf("customer.created").length).toBe(2);
  const [first, second] = receivedOf("customer.created");
  expect(second?.event.id).toBe(first?.event.id);
});

test("deliveries are held, repeated, let go, and lost", async ({ page }) => {
  await press(page, "Hold deliveries", "Deliveries are held from now on.");
  for (const name of ["a", "b", "c"]) await own.stripe.customers.create({ email: `${name}@example.com` });
  await page.reload();
  await expect(region(page, "Webhooks")).toContainText("Deliveries are held. 0 under way, 3 held.");
  expect(receiver.received).toEqual([]);
  await page.getByLabel("Copies of each").fill("2");
  await page.getByLabel("In another order").check();
  await press(page, "Release deliveries", "Released 6 deliveries.");
  await expect.poll(() => receiver.received.length).toBe(6);
  expect(new Set(receiver.received.map(({ event }) => event.id)).size).toBe(3);

  await press(page, "Hold deliveries", "Deliveries are held from now on.");
  await own.stripe.customers.create({ email: "lost@example.com" });
  await press(page, "Drop held deliveries", "Dropped 1 delivery.");
  await press(page, "Release deliveries", "Released 0 deliveries.");
  await page.getByLabel("New events are sent (times)").fill("3");
  await press(page, "Set", "Each new event is sent 3 times.");
  await own.stripe.customers.create({ email: "thrice@example.com" });
  await expect.poll(() => receiver.received.length).toBe(9);
  const last = receiver.received.slice(6).map(({ event }) => (event.data.object as { email?: string }).email);
  expect(last).toEqual(Array.from({ length: 3 }, () => "thrice@example.com"));
});

test("a signing secret is rolled, and events are signed with the old and the new one", async ({ page }) => {
  await press(page, /^Roll secret/, /^The new secret is whsec_\w+\. Both sign for a day\.$/);
  const said = await page.locator("main > [role=status]").textContent();
  await own.stripe.customers.create({ email: "signed@example.com" });
  await expect.poll(() => receiver.received.length).toBe(1);
  const [{ body, headers }] = receiver.received as [(typeof receiver.received)[number]];
  for (const secret of ["whsec_browser", /whsec_\w+/.exec(said ?? "")?.[0] ?? ""])
    expect(own.stripe.webhooks.constructEvent(body, String(headers["stripe-signature"]), secret).type).toBe(
      "customer.created",
    );
});

test("a fault hits as many calls as it says, or all until it is removed", async ({ page }) => {
  const list = () => own.stripe.coupons.list();
  await page.getByLabel("What goes wrong").selectOption("rate_limit");
  await page.getByLabel("Path begins with").fill("/v1/coupons");
  await page.getByLabel("Calls").selectOption("2");
  await press(page, "Add fault", "The fault rate_limit waits for calls to /v1/coupons.");
  for (let call = 0; call < 2; call++) await expect(list()).rejects.toMatchObject({ statusCode: 429 });
  expect((await list()).data).toEqual([]);

  await page.getByLabel("What goes wrong").selectOption("error");
  await page.getByLabel("Calls").selectOption("null");
  await press(page, "Add fault", "The fault error waits for calls to /v1.");
  for (let call = 0; call < 3; call++) await expect(list()).rejects.toMatchObject({ statusCode: 500 });
  await press(page, "Remove all faults", "Nothing goes wrong any more.");
  expect((await list()).data).toEqual([]);
  expect(await own.control("/faults", {}, "GET")).toEqual({ data: [] });
});

test("the clock goes on and renewals happen; what follows a failed one can be changed", async ({ page }) => {
  const { subscription } = await makeSubscriber(
    own.stripe,
    await makePrice(own.stripe, "Pro", 1_490, "month"),
  );
  await page.getByLabel("Days", { exact: true }).fill("32");
  await press(page, "Advance the clock", /^The clock has moved; \d+ things fell due\.$/);
  expect((await own.stripe.invoices.list({ subscription })).data).toHaveLength(2);
  await page.getByLabel("Tried again after days").fill("1,4");
  await page.getByLabel("After the last try").selectOption("unpaid");
  await press(page, "Save", "The settings have been changed.");
  expect(await own.control("/settings", {}, "GET")).toMatchObject({
    retryDays: [1, 4],
    afterLastRetry: "unpaid",
  });
  await page.getByLabel("Tried again after days").fill("5,2");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert")).toHaveText("retryDays: days must grow");
});
