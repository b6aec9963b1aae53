import type { BillingPort } from "@/lib/accounts";
import { resumeRenewals, stopRenewals } from "@/lib/billing";

/** What deletion needs of billing: joined here, since accounts knows nothing of money. */
export const billingPort: BillingPort = { stopRenewals, resumeRenewals };
