import type { DeletionData } from "@/components/deletion/types";
import { getAccountDeletion } from "@/lib/accounts";
import { findClosingFacts } from "@/lib/billing";
import { findTier } from "@/lib/catalog";
import { accountPath } from "@/lib/platform/account-path";
import type { AccountContext } from "@/lib/platform/context";

type Status = Awaited<ReturnType<typeof getAccountDeletion>>;

/** What the card about deleting this organization shows. */
export async function buildAccountDeletion(ctx: AccountContext): Promise<DeletionData> {
  const status = await getAccountDeletion(ctx, await findClosingFacts(ctx.account.id));
  return { subject: "account", what: status.confirmName, ...toWords(status) };
}

function toWords({ losses, blockedBy, ...status }: Status): Omit<DeletionData, "subject" | "what"> {
  const { plan } = losses;
  return {
    ...status,
    losses: { ...losses, plan: plan && { name: findTier(plan.tier)?.name ?? plan.tier, until: plan.until } },
    blockedBy: blockedBy.map(({ name, slug }) => ({ name, href: accountPath(slug, "/team") })),
  };
}
