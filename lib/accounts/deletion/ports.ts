import type { AccountContext } from "@/lib/platform/context";

/** What deletion needs of billing. The application joins the two, since accounts knows nothing of money. */
export interface BillingPort {
  /**
   * Stops everything at the provider that would charge the account again, then runs `commit` while no checkout
   * can begin. What is stopped is marked with the deletion, so that exactly that can be resumed.
   *
   * @throws DomainError PROVIDER_UNAVAILABLE, or what the provider refused; then `commit` has not run
   */
  stopRenewals<T>(ctx: AccountContext, deletionId: string, commit: () => Promise<T>): Promise<T>;
  /** Resumes what was stopped for deletions of the account and has not ended since, then runs `commit`. */
  resumeRenewals<T>(ctx: AccountContext, commit: () => Promise<T>): Promise<T>;
}
