import { actorId, type Context } from "@/lib/platform/context";
import { database, type Queryable } from "@/lib/platform/db";
import { conflict, forbidden, notFound } from "@/lib/platform/errors";
import {
  type Candidate,
  lockCandidates,
  setPlatformAdminRevoked,
  upsertPlatformAdmin,
} from "../admins-repository";
import type { AuditAction } from "../audit/actions";
import { recordAudit } from "../audit/record-audit";

export interface AdminChange {
  readonly personId: string;
  /** False when it was so already. */
  readonly changed: boolean;
}

interface ChangeOptions {
  /** Says what would change, and changes nothing. */
  readonly dryRun?: boolean;
}

/**
 * Makes the person of an e-mail address a platform admin. Only a program of this installation may: an admin's
 * stolen session must not be able to make more of them.
 *
 * @throws DomainError FORBIDDEN, NOT_FOUND when nobody has that address, CONFLICT when several people do
 */
export function grantPlatformAdmin(
  ctx: Context,
  email: string,
  options: ChangeOptions = {},
): Promise<AdminChange> {
  return change(ctx, email, async (tx, { id, isAdmin }) => {
    if (isAdmin || options.dryRun) return !isAdmin;
    await upsertPlatformAdmin(tx, id, actorId(ctx.actor), ctx.clock.now());
    await record(tx, ctx, "platform_admin.granted", id);
    return true;
  });
}

/**
 * Ends a platform admin's rights at once.
 *
 * @throws DomainError FORBIDDEN, NOT_FOUND when nobody has that address, CONFLICT when several people do
 */
export function revokePlatformAdmin(
  ctx: Context,
  email: string,
  options: ChangeOptions = {},
): Promise<AdminChange> {
  return change(ctx, email, async (tx, { id, isAdmin }) => {
    if (!isAdmin || options.dryRun) return isAdmin;
    await setPlatformAdminRevoked(tx, id, actorId(ctx.actor), ctx.clock.now());
    await record(tx, ctx, "platform_admin.revoked", id);
    return true;
  });
}

async function change(
  ctx: Context,
  email: string,
  apply: (tx: Queryable, person: Candidate) => Promise<boolean>,
): Promise<AdminChange> {
  if (ctx.actor.kind !== "system") throw forbidden("Platform admins are made on the command line.");
  return database().begin(async (tx) => {
    const [person, another] = await lockCandidates(tx, email.trim().toLowerCase());
    if (!person) {
      throw notFound(`A person with the e-mail address ${email} (they must have signed in once)`);
    }
    if (another)
      throw conflict(`Several people have the e-mail address ${email}: let all but one change theirs.`);
    return { personId: person.id, changed: await apply(tx, person) };
  });
}

const record = (tx: Queryable, ctx: Context, action: AuditAction, personId: string): Promise<void> =>
  recordAudit(tx, ctx, { accountId: null, action, targetKind: "person", targetId: personId });
