import type { AccountContext, Context } from "@/lib/platform/context";
import { forbidden, notFound } from "@/lib/platform/errors";
import { findStanding } from "../accounts-repository";
import { permissionsOfRole } from "../permissions";

/**
 * The same caller acting in their own personal account, whatever account the page was about.
 *
 * @throws DomainError FORBIDDEN for anything but a person, NOT_FOUND for one without a personal account
 */
export async function inPersonalAccount(ctx: Context): Promise<AccountContext> {
  if (ctx.actor.kind !== "person") throw forbidden("Only a person has a personal account.");
  const standing = await findStanding(ctx.actor.personId);
  const personal = standing?.memberships.find(
    ({ accountKind, role }) => accountKind === "personal" && role === "owner",
  );
  if (!personal) throw notFound("The personal account");
  return { ...ctx, account: { id: personal.accountId }, permissions: permissionsOfRole(personal.role) };
}
