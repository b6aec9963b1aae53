import type { Context } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { forbidden, invalidRequest, refused, unauthenticated } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { insertOrganization, lockOwnedOrganizations } from "../accounts-repository";
import { recordAudit } from "../audit/record-audit";
import { computeSlug } from "../compute/compute-slug";
import type { Account, CreateAccountBody } from "../schemas";

/** Organizations that one person may own: enough for whoever runs several, too few to squat on names or trials. */
export const MOST_OWNED_ORGANIZATIONS = 10;
/** A slug has six random letters: that one is taken is rare, that so many are means that something else is wrong. */
const SLUG_TRIES = 5;

/**
 * Makes an organization that the caller owns.
 *
 * @param currencies what is sold in; the account's currency is one of them
 * @throws DomainError ORGANIZATION_LIMIT, INVALID_REQUEST (currency), UNAUTHENTICATED (deleted meanwhile)
 */
export async function createOrganization(
  ctx: Context,
  input: CreateAccountBody,
  currencies: readonly string[],
): Promise<Account> {
  const { actor } = ctx;
  if (actor.kind !== "person") throw forbidden("Only a person can create an organization.");
  const currency = input.currency ?? currencies[0];
  if (!currency || !currencies.includes(currency)) {
    throw invalidRequest(`Nothing is sold in this currency. Choose ${currencies.join(", ")}.`, [
      { path: "currency", message: "Not sold in." },
    ]);
  }
  const row = {
    id: newId(),
    name: input.name,
    currency,
    ownerId: actor.personId,
    createdAt: ctx.clock.now(),
  };
  const slug = await database().begin(async (tx) => {
    const owned = await lockOwnedOrganizations(tx, actor.personId);
    if (owned === null) throw unauthenticated("This person no longer exists. Sign in again.");
    if (owned >= MOST_OWNED_ORGANIZATIONS) {
      throw refused(
        "ORGANIZATION_LIMIT",
        `You own ${owned} organizations, which is as many as one person may. Transfer or delete one first.`,
        { limit: MOST_OWNED_ORGANIZATIONS },
      );
    }
    const taken = await insertWithFreeSlug(row, (candidate) => insertOrganization(tx, candidate));
    await recordAudit(tx, ctx, {
      accountId: row.id,
      action: "account.created",
      targetKind: "account",
      targetId: row.id,
      after: { kind: "organization", name: row.name, currency },
    });
    return taken;
  });
  return {
    id: row.id,
    name: row.name,
    slug,
    kind: "organization",
    currency,
    role: "owner",
    createdAt: row.createdAt.toISOString(),
  };
}

type Unnamed = Omit<Parameters<typeof insertOrganization>[1], "slug">;

async function insertWithFreeSlug(
  row: Unnamed,
  insert: (candidate: Unnamed & { readonly slug: string }) => Promise<boolean>,
): Promise<string> {
  for (let tries = 0; tries < SLUG_TRIES; tries += 1) {
    const slug = computeSlug(row.name);
    if (await insert({ ...row, slug })) return slug;
  }
  throw new Error(`No free slug for an organization after ${SLUG_TRIES} tries.`);
}
