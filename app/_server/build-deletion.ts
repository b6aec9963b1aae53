import type { DeletionData } from "@/components/deletion/types";
import { getAccountDeletion, getPersonDeletion, inPersonalAccount } from "@/lib/accounts";
import { findClosingFacts } from "@/lib/billing";
import { findTier } from "@/lib/catalog";
import { accountPath } from "@/lib/platform/account-path";
import type { AccountContext, Context } from "@/lib/platform/context";

type Status = Awaited<ReturnType<typeof getAccountDeletion>>;

/** What the card about deleting this organization shows. */
export async function buildAccountDeletion(ctx: AccountContext): Promise<DeletionData> {
  const status = await getAccountDeletion(ctx, await findClosingFacts(ctx.account.id));
  return { subject: "account", what: status.confirmName, ...toWords(status) };
}

/** What the card about deleting one's own profile shows. */
export async function buildPersonDeletion(ctx: Context): Promise<DeletionData> {
  const own = await inPersonalAccount(ctx);
  const status = await getPersonDeletion(own, await findClosingFacts(own.account.id));
  return { subject: "person", what: "your profile", ...toWords(status) };
}

function toWords({ losses, blockedBy, ...status }: Status): Omit<DeletionData, "subject" | "what"> {
  const { plan } = losses;
  return {
    ...status,
    losses: { ...losses, plan: plan && { name: findTier(plan.tier)?.name ?? plan.tier, until: plan.until } },
    blockedBy: blockedBy.map(({ name, slug }) => ({ name, href: accountPath(slug, "/team") })),
  };
}
