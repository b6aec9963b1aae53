import type { Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { computeSlug } from "../compute/compute-slug";
import type { HandlerContext } from "./handler";
import type { Organization } from "./read-event";
import { insertOrganizationAccount, lockOrganization, type OrganizationAccount } from "./repository";

/** A slug has six random letters: that one is taken is rare, that so many are means that something else is wrong. */
const SLUG_TRIES = 5;
const LONGEST_NAME = 120;

export const nameOf = ({ name }: Organization): string =>
  name.trim().slice(0, LONGEST_NAME) || "Organization";

/**
 * The account of an identity's organization, made when it is not known yet. Nobody belongs to it until a membership
 * says so. The caller holds the identity's lock on the organization.
 */
export async function ensureOrganization(
  tx: Transaction,
  ctx: HandlerContext,
  organization: Organization,
): Promise<{ readonly account: OrganizationAccount; readonly isNew: boolean }> {
  const known = await lockOrganization(tx, organization.id);
  if (known) return { account: known, isNew: false };
  const name = nameOf(organization);
  const row = {
    id: newId(),
    organizationId: organization.id,
    name,
    at: ctx.clock.now(),
    updatedAt: new Date(organization.updated_at),
  };
  for (let tries = 0; tries < SLUG_TRIES; tries += 1) {
    if (!(await insertOrganizationAccount(tx, { ...row, slug: computeSlug(name) }))) continue;
    ctx.record({
      accountId: row.id,
      action: "account.created",
      targetKind: "account",
      targetId: row.id,
      after: { kind: "organization", name },
    });
    return { account: { id: row.id, name, identityUpdatedAt: row.updatedAt, deletedAt: null }, isNew: true };
  }
  throw new Error(`No free slug for an organization after ${SLUG_TRIES} tries.`);
}
