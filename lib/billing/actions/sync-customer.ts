import type Stripe from "stripe";
import { recordAudit, recordAuditEntries } from "@/lib/accounts";
import { catalog } from "@/lib/catalog";
import type { Context } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { conflict } from "@/lib/platform/errors";
import { markProviderEvent } from "@/lib/platform/inbox";
import { recordOutbox } from "@/lib/platform/outbox";
import { computeAudit } from "../compute/compute-audit";
import { computeChanges } from "../compute/compute-changes";
import { computeEvents } from "../compute/compute-events";
import { computeMirror } from "../compute/compute-mirror";
import type { PriceBook } from "../compute/price-book";
import { toDate } from "../compute/read-stripe";
import { type Lease, withLease } from "../lease";
import {
  type CustomerState,
  fetchCustomerState,
  type ObjectIds,
} from "../providers/stripe/fetch-customer-state";
import { updateCheckoutStates } from "../repository/checkout-sessions";
import { findCustomer, insertCustomer, type KnownCustomer } from "../repository/customers";
import {
  isLeaseHeld,
  listUnsettled,
  loadMirror,
  lockAccount,
  setCustomerSynced,
  setTrialUsed,
  writeMirror,
} from "../repository/mirror";
import { readPriceBook } from "./read-price-book";

export interface SyncOptions {
  /** The stored event that asks for the sync: marked handled in the same transaction. */
  readonly event?: { readonly id: string; readonly receivedAt: Date };
  /** Objects that the event names, read even when they lie outside the latest hundred. */
  readonly named?: ObjectIds;
  /** When the oldest named object was created; the epoch when that is not known. */
  readonly namedSince?: Date;
  /** Reads the whole history, not only its latest part. */
  readonly whole?: boolean;
}

export type SyncResult =
  | { readonly outcome: "synced"; readonly changed: number; readonly events: number; readonly reason: string }
  /** Another sync began after the caller's reason arose, and so has read it. */
  | { readonly outcome: "covered"; readonly reason: string }
  /** Not a customer of ours. */
  | { readonly outcome: "unknown"; readonly reason: string };

/** How long a caller waits for another sync of the same customer. */
const WAIT_MS = 15_000;
const NO_OBJECTS: ObjectIds = { subscriptions: [], invoices: [], sessions: [] };
const EPOCH = new Date(0);

/**
 * Makes our rows of one customer say what the provider says, and tells the other domains what changed. The one
 * place that writes mirrored rows; the webhook's job, the return page, the checkout and the reconciler call it.
 *
 * Reading and writing happen under a lease per customer, so a slower, older read cannot overwrite a newer one.
 * The lease holds no database connection while the provider answers. The writing transaction locks the lease
 * row and checks that it is still ours: a process that lost it writes nothing.
 *
 * @throws DomainError PROVIDER_UNAVAILABLE when the provider is down, CONFLICT when another sync of the
 * customer does not end in time; in both cases nothing was written
 */
export async function syncCustomer(
  ctx: Context,
  customerId: string,
  options: SyncOptions = {},
): Promise<SyncResult> {
  // A burst of events is covered by the sync of its last one: the others need neither the lease nor a read.
  const { event } = options;
  const covered = async () => (event ? await coverBy(customerId, event.receivedAt, options) : null);
  const early = await covered();
  if (early) return early;
  const held = await withLease(
    `sync:${customerId}`,
    WAIT_MS,
    (lease) => syncUnderLease(ctx, customerId, options, lease),
    covered,
  );
  if (held) return held.value;
  throw conflict("This customer is being synced already. Try again in a moment.", { reason: "in_progress" });
}

async function syncUnderLease(
  ctx: Context,
  customerId: string,
  options: SyncOptions,
  lease: Lease,
): Promise<SyncResult> {
  const covered = await coverBy(customerId, options.event?.receivedAt ?? lease.askedAt, options);
  if (covered) return covered;
  const known = await findCustomer(customerId);
  const whole = options.whole === true || known?.syncedAt === null || known === null;
  const wanted = mergeIds(await listUnsettled(customerId), options.named ?? NO_OBJECTS);
  const state = await fetchCustomerState(customerId, { wanted, whole });
  const customer = known ?? (await adoptCustomer(ctx, state.customer));
  if (!customer) {
    return { outcome: "unknown", reason: `customer ${customerId} belongs to none of our accounts` };
  }
  const book = await readPriceBook(ctx, state);
  return await write(ctx, customer, state, book, options, lease);
}

/** Takes the result of a sync that began after `since`, if it has read all that the caller could mean. */
async function coverBy(customerId: string, since: Date, options: SyncOptions): Promise<SyncResult | null> {
  const known = await findCustomer(customerId);
  if (!known || !isCovered(known, since, options)) return null;
  const reason = `covered by the sync that began at ${known.syncedAt?.toISOString()}`;
  if (options.event) {
    const { accountId } = known;
    await markProviderEvent(database(), {
      id: options.event.id,
      status: "handled",
      reason,
      accountId,
      customerId,
    });
  }
  return { outcome: "covered", reason };
}

function isCovered(known: KnownCustomer, since: Date, options: SyncOptions): boolean {
  if (options.whole || !known.syncedAt || !known.coversFrom) return false;
  const names = Object.values(options.named ?? NO_OBJECTS).some((ids) => ids.length > 0);
  const oldest = names ? (options.namedSince ?? EPOCH) : new Date(8.64e15);
  return known.syncedAt > since && known.coversFrom <= oldest;
}

async function write(
  ctx: Context,
  customer: { readonly id: string; readonly accountId: string },
  state: CustomerState,
  book: PriceBook,
  options: SyncOptions,
  lease: Lease,
): Promise<SyncResult> {
  const { id: customerId, accountId } = customer;
  const mirror = computeMirror(state, accountId, book);
  return await database().begin(async (tx): Promise<SyncResult> => {
    if (!(await isLeaseHeld(tx, lease.name, lease.holder))) {
      throw conflict("This sync took too long and another one began. Try again.", { reason: "lease_lost" });
    }
    const account = await lockAccount(tx, accountId);
    if (!account) return { outcome: "unknown", reason: `account ${accountId} does not exist` };
    // What was erased must not come back with the next event.
    if (account.erasedAt) return { outcome: "unknown", reason: `account ${accountId} was erased` };
    const stored = await loadMirror(tx, accountId, customerId, {
      invoices: [...mirror.invoices.map((row) => row.id), ...state.missing.invoices],
      purchases: mirror.purchases.map((row) => row.id),
    });
    const changes = computeChanges({
      account: { id: accountId, createdAt: account.createdAt },
      stored,
      mirror,
      missing: state.missing,
      currentVersion: catalog.version,
      now: ctx.clock.now(),
    });
    await writeMirror(tx, accountId, customerId, changes, lease.heldSince);
    const trialStart = mirror.subscriptions.flatMap((row) => row.trialStart ?? []).sort(byTime)[0];
    const isFirstTrial = trialStart !== undefined && !account.trialUsedAt;
    if (isFirstTrial) await setTrialUsed(tx, accountId, trialStart);
    const checkouts = await updateCheckoutStates(
      tx,
      accountId,
      mirror.checkouts,
      state.missing.sessions,
      ctx.clock.now(),
    );
    const events = computeEvents(accountId, stored, changes);
    await recordOutbox(tx, events);
    await setCustomerSynced(tx, customerId, { at: lease.heldSince, coversFrom: state.coversFrom });
    const changed = countChanges(changes) + checkouts.length;
    const reason = changed === 0 ? "nothing had changed" : `${changed} rows changed`;
    if (options.event) {
      await markProviderEvent(tx, { id: options.event.id, status: "handled", reason, accountId, customerId });
    }
    const facts = { stored, changes, checkouts, trialStart: isFirstTrial ? trialStart : null };
    await recordAuditEntries(tx, ctx, computeAudit(accountId, facts));
    return { outcome: "synced", changed, events: events.length, reason };
  });
}

const byTime = (left: Date, right: Date): number => left.getTime() - right.getTime();

function countChanges({ customer, plan, gone, ...lists }: Parameters<typeof computeEvents>[2]): number {
  const rows = [...Object.values(lists), ...Object.values(gone)].reduce((sum, list) => sum + list.length, 0);
  return rows + (customer ? 1 : 0) + (plan ? 1 : 0);
}

/**
 * A customer that the provider made for us, and whose row a crash kept us from storing, names its account in
 * its metadata: take it in. One of an account that has another living customer by now stays outside.
 */
async function adoptCustomer(
  ctx: Context,
  customer: Stripe.Customer | Stripe.DeletedCustomer,
): Promise<Pick<KnownCustomer, "id" | "accountId"> | null> {
  if (customer.deleted) return null;
  const accountId = customer.metadata["account_id"];
  if (!accountId || !UUID.test(accountId)) return null;
  await database().begin(async (tx) => {
    const adopted = await insertCustomer(tx, {
      id: customer.id,
      accountId,
      email: customer.email,
      name: customer.name ?? null,
      providerCreatedAt: toDate(customer.created),
    });
    if (!adopted) return;
    const target = { targetKind: "customer", targetId: customer.id } as const;
    await recordAudit(tx, ctx, { accountId, action: "customer.created", ...target });
  });
  return await findCustomer(customer.id);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const mergeIds = (left: ObjectIds, right: ObjectIds): ObjectIds => ({
  subscriptions: [...left.subscriptions, ...right.subscriptions],
  invoices: [...left.invoices, ...right.invoices],
  sessions: [...left.sessions, ...right.sessions],
});
