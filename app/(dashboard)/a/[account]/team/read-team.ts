import type { PageContext } from "@/app/_server/page-context";
import type { TeamData } from "@/components/team/types";
import {
  countHeldSeats,
  getAccount,
  type Invitation,
  listInvitations,
  listMembers,
  type Member,
} from "@/lib/accounts";
import { getUsageOverview } from "@/lib/usage";
import { buildRights } from "./build-rights";
import { buildSeats } from "./build-seats";

const PAGE = 100;

/** Everything the Team page shows to whoever looks at it. */
export async function readTeam({ ctx, person, membership }: PageContext): Promise<TeamData> {
  const mayManage = ctx.permissions.has("members.manage");
  const [account, usage, held, members, invitations] = await Promise.all([
    getAccount(ctx),
    getUsageOverview(ctx.account.id, ctx.clock),
    countHeldSeats(ctx),
    readMembers(ctx),
    mayManage ? readInvitations(ctx) : [],
  ]);
  const seats = usage.features.find(({ feature }) => feature === "seats");
  return {
    accountName: membership.accountName,
    isPersonal: membership.accountKind === "personal",
    mayManage,
    mayTransfer: ctx.permissions.has("account.transfer"),
    seats: buildSeats({
      tierKey: usage.tierKey,
      used: seats?.used ?? members.length,
      limit: seats?.limit ?? null,
      held,
      currency: account.currency,
      accountSlug: membership.accountSlug,
      mayBuy: ctx.permissions.has("billing.manage"),
    }),
    members: members.map((member) => ({ ...member, isViewer: member.personId === person.id })),
    invitations,
    rights: buildRights(),
    now: ctx.clock.now().toISOString(),
  };
}

async function readMembers(ctx: PageContext["ctx"]): Promise<readonly Member[]> {
  const all: Member[] = [];
  for (;;) {
    const startingAfter = all.at(-1)?.personId;
    const page = await listMembers(ctx, { limit: PAGE, ...(startingAfter && { startingAfter }) });
    all.push(...page.members);
    if (!page.hasMore) return all;
  }
}

async function readInvitations(ctx: PageContext["ctx"]): Promise<readonly Invitation[]> {
  const all: Invitation[] = [];
  for (;;) {
    const startingAfter = all.at(-1)?.id;
    const page = await listInvitations(ctx, { limit: PAGE, ...(startingAfter && { startingAfter }) });
    all.push(...page.invitations);
    if (!page.hasMore) return all;
  }
}
