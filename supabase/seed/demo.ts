import {
  ensurePerson,
  grantPlatformAdmin,
  inviteMember,
  listInvitations,
  recordAudit,
  rolePermissions,
} from "@/lib/accounts";
import { ensureCustomer, syncCustomer } from "@/lib/billing";
import { type Clock, systemClock } from "@/lib/platform/clock";
import type { AccountContext, Context } from "@/lib/platform/context";
import { database, type Queryable } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { logger } from "@/lib/platform/log";
import { stripe } from "@/lib/platform/stripe";
import { readSeats, trackUsage } from "@/lib/usage";
import { demoPeople } from "@/local/identity/demo-people";

/*
 * The demo: people, their accounts, a subscription and a month of use. Everything goes through the product's
 * own actions and the local Stripe, so that what is shown is what the product does. Running it again finds
 * its marker and changes nothing.
 */

const DAY_MS = 86_400_000;
const LARKFIELD = "larkfield-studio";
const NORTHBEAM = "northbeam-ltd";
const LAST_FEATURE = "generations";

const base: Context = {
  requestId: newId(),
  actor: { kind: "system", name: "demo-seed" },
  clock: systemClock,
  log: logger(),
  ip: null,
};

const at = (instant: Date): Clock => ({ now: () => instant });

function inAccount(accountId: string, clock: Clock = systemClock): AccountContext {
  return { ...base, clock, account: { id: accountId }, permissions: new Set(Object.keys(rolePermissions)) };
}

function person(email: string) {
  const found = demoPeople.find((each) => each.email === email);
  if (!found) throw new Error(`There is no demo person ${email}.`);
  return found;
}

async function findAccount(slug: string): Promise<string | null> {
  const [row] = await database()<{ id: string }[]>`select id from accounts where slug = ${slug}`;
  return row?.id ?? null;
}

interface SeededMember {
  readonly personId: string;
  readonly role: string;
  readonly joinedDaysAgo: number;
  readonly seenDaysAgo: number;
}

const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY_MS);

async function ensureMember(
  sql: Queryable,
  accountId: string,
  { personId, role, joinedDaysAgo, seenDaysAgo }: SeededMember,
): Promise<void> {
  const joinedAt = daysAgo(joinedDaysAgo);
  await sql`
    insert into members (account_id, person_id, role, created_at, updated_at, last_seen_at)
    values (${accountId}, ${personId}, ${role}, ${joinedAt}, ${joinedAt}, ${daysAgo(seenDaysAgo)})
    on conflict do nothing`;
}

/** An organization as old as its first member; the one that exists is left as it is. */
async function ensureOrganization(
  slug: string,
  name: string,
  members: readonly SeededMember[],
): Promise<string> {
  const existing = await findAccount(slug);
  if (existing) return existing;
  const id = newId();
  const createdAt = daysAgo(members[0]?.joinedDaysAgo ?? 0);
  await database().begin(async (tx) => {
    await tx`
      insert into accounts (id, kind, name, slug, created_at, updated_at)
      values (${id}, 'organization', ${name}, ${slug}, ${createdAt}, ${createdAt})`;
    for (const member of members) await ensureMember(tx, id, member);
    await recordAudit(
      tx,
      { ...base, clock: at(createdAt) },
      {
        accountId: id,
        action: "account.created",
        targetKind: "account",
        targetId: id,
      },
    );
  });
  return id;
}

async function personalAccount(personId: string): Promise<string> {
  const [row] = await database()<
    { id: string }[]
  >`select id from accounts where personal_person_id = ${personId}`;
  if (!row) throw new Error(`${personId} has no personal account.`);
  return row.id;
}

/** A running subscription on a good card, in the middle of its first cycle. The same key twice is the same subscription. */
async function subscribe(
  accountId: string,
  buyer: Buyer,
  priceKey: string,
  renewsInDays: number,
): Promise<Subscribed> {
  const customer = await ensureCustomer(inAccount(accountId), buyer);
  const client = stripe();
  const [price] = (await client.prices.list({ lookup_keys: [priceKey], limit: 1 })).data;
  if (!price) throw new Error(`The provider has no price ${priceKey}: run npm run catalog:sync.`);
  await putCardOnFile(accountId, customer.id, "pm_card_visa");
  const subscription = await client.subscriptions.create(
    {
      customer: customer.id,
      items: [{ price: price.id }],
      billing_cycle_anchor: Math.floor(dayStart() / 1_000) + renewsInDays * 86_400,
      metadata: { account_id: accountId, price_key: priceKey },
    },
    { idempotencyKey: `demo:${accountId}:subscription` },
  );
  return { customerId: customer.id, subscriptionId: subscription.id };
}

type Buyer = Parameters<typeof ensureCustomer>[1];

interface Subscribed {
  readonly customerId: string;
  readonly subscriptionId: string;
}

/** Midnight UTC: whatever the hour of the start, two runs on a day ask the provider for the same. */
const dayStart = (): number => Math.floor(Date.now() / DAY_MS) * DAY_MS;

async function putCardOnFile(accountId: string, customerId: string, card: string): Promise<void> {
  const client = stripe();
  const idempotencyKey = `demo:${accountId}:${card}`;
  const method = await client.paymentMethods.attach(card, { customer: customerId }, { idempotencyKey });
  await client.customers.update(
    customerId,
    { invoice_settings: { default_payment_method: method.id } },
    { idempotencyKey: `${idempotencyKey}:default` },
  );
}

/** Renews the subscription now, on a card that is declined. */
async function failRenewal(accountId: string, { customerId, subscriptionId }: Subscribed): Promise<void> {
  await putCardOnFile(accountId, customerId, "pm_card_chargeCustomerFail");
  await stripe().subscriptions.update(
    subscriptionId,
    { billing_cycle_anchor: { type: "now" }, proration_behavior: "none" },
    { idempotencyKey: `demo:${accountId}:renewal` },
  );
}

/** Spreads a total over the past days, more on working days, and counts it as the product would have. */
async function spread(accountId: string, feature: string, total: number, days: number): Promise<void> {
  const now = Date.now();
  const weights = Array.from({ length: days }, (_, ago) => {
    const weekday = new Date(now - ago * DAY_MS).getUTCDay();
    return weekday === 0 || weekday === 6 ? 1 : 3 + ((ago * 7) % 4);
  });
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let left = total;
  for (const [ago, weight] of weights.entries()) {
    const quantity = ago === days - 1 ? left : Math.min(left, Math.round((total * weight) / whole));
    if (quantity === 0) continue;
    left -= quantity;
    const instant = new Date(now - ago * DAY_MS - (ago === 0 ? 0 : 3_600_000));
    await trackUsage(inAccount(accountId, at(instant)), {
      feature,
      quantity,
      idempotencyKey: `demo:${feature}:${ago}`,
    });
  }
}

/** Invites an address as one of the account's people would have done it some days ago, unless it waits already. */
async function ensureInvitation(
  accountId: string,
  by: string,
  body: Parameters<typeof inviteMember>[1],
  sentDaysAgo: number,
): Promise<void> {
  const ctx: AccountContext = {
    ...inAccount(accountId, at(daysAgo(sentDaysAgo))),
    actor: { kind: "person", personId: by, sessionId: "demo-seed" },
  };
  const { invitations } = await listInvitations(ctx, { limit: 100 });
  if (invitations.some(({ email }) => email === body.email)) return;
  await inviteMember(ctx, body, readSeats);
}

/** What is seeded last is there only when everything before it is. */
async function isInPlace(): Promise<boolean> {
  const [row] = await database()`
    select from usage_events e join accounts a on a.id = e.account_id
    where a.slug = ${NORTHBEAM} and e.idempotency_key = ${`demo:${LAST_FEATURE}:0`}`;
  return row !== undefined;
}

async function seed(): Promise<string> {
  if (await isInPlace()) return "The demo is in place.";
  for (const { id, email, name } of demoPeople) await ensurePerson(base, { id, email, name });
  const [ada, mei, tom, ravi, clara, sam] = [
    person("ada@larkfield.example"),
    person("mei@larkfield.example"),
    person("tom@larkfield.example"),
    person("ravi@menon.example"),
    person("clara@northbeam.example"),
    person("sam@meterhouse.example"),
  ];
  await grantPlatformAdmin(base, sam.email);

  const larkfield = await ensureOrganization(LARKFIELD, "Larkfield Studio", [
    { personId: ada.id, role: "owner", joinedDaysAgo: 124, seenDaysAgo: 0 },
    { personId: mei.id, role: "billing", joinedDaysAgo: 80, seenDaysAgo: 1 },
  ]);
  const pro = await subscribe(larkfield, ada, "pro_monthly", 12);
  await syncCustomer(base, pro.customerId);
  await ensureInvitation(larkfield, ada.id, { email: "jonas@weber.example", role: "admin" }, 14);
  await ensureMember(database(), larkfield, {
    personId: tom.id,
    role: "viewer",
    joinedDaysAgo: 41,
    seenDaysAgo: 4,
  });
  await spread(larkfield, "generations", 846, 18);
  await spread(larkfield, "resumes", 24, 18);
  await spread(larkfield, "ats_scans", 5, 3);
  await spread(larkfield, "cover_letters", 3, 2);
  await spread(larkfield, "job_matches", 9, 1);

  const personal = await personalAccount(ravi.id);
  await spread(personal, "generations", 46, 1);
  await spread(personal, "resumes", 1, 1);

  const northbeam = await ensureOrganization(NORTHBEAM, "Northbeam Ltd", [
    { personId: clara.id, role: "owner", joinedDaysAgo: 60, seenDaysAgo: 2 },
  ]);
  const premium = await subscribe(northbeam, clara, "premium_monthly", 9);
  await failRenewal(northbeam, premium);
  await syncCustomer(base, premium.customerId);
  await spread(northbeam, LAST_FEATURE, 2_140, 1);
  return "Seeded Larkfield Studio on Pro, Northbeam Ltd on Premium and Ravi Menon on Free.";
}

try {
  console.log(await seed());
} finally {
  await database().end({ timeout: 5 });
}
