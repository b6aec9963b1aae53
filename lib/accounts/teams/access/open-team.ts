import type { AccountContext } from "@/lib/platform/context";
import type { Transaction } from "@/lib/platform/db";
import { forbidden, notFound } from "@/lib/platform/errors";
import type { Role } from "../../permissions";
import { personalAccount } from "../errors";
import { findRole, lockTeam, type Team } from "../repository/members";

export interface OpenTeam {
  readonly team: Team;
  readonly actorId: string;
  readonly actorRole: Role;
}

/**
 * Takes the lock that every change of members and invitations holds, and reads the caller's role again under it:
 * whoever lost their rights while they waited is refused by what they may do now.
 *
 * @throws DomainError FORBIDDEN for a key, NOT_FOUND when the caller no longer belongs, PERSONAL_ACCOUNT
 */
export async function openTeam(tx: Transaction, ctx: AccountContext): Promise<OpenTeam> {
  if (ctx.actor.kind !== "person") throw forbidden("Only a signed-in person may do this.");
  const team = await lockTeam(tx, ctx.account.id);
  const actorRole = team && (await findRole(tx, team.id, ctx.actor.personId));
  if (!team || !actorRole) throw notFound("The account");
  if (team.kind === "personal") throw personalAccount();
  return { team, actorId: ctx.actor.personId, actorRole };
}
