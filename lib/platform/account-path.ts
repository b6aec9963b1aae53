/** Account, page and query of an address that is about an account. */
const ADDRESS = /^\/a\/([a-z0-9-]+)(\/[^?#]*)?([?#].*)?$/;

/** What an account's address leads to when it names no page. */
export const ACCOUNT_HOME = "/dashboard";

/**
 * The address of an account's page.
 *
 * @param account slug, or the id where no slug is at hand: the page then answers with the address by slug
 * @param path page of the account, with its query: `/billing`
 */
export const accountPath = (account: string, path: string): string => `/a/${account}${path}`;

/** The pricing page as it is for one account. */
export const pricingPath = (account: string): string => `/pricing?account=${account}`;

/** Account and page of an address, the page with its query; null when it is not about an account. */
export function readAccountPath(address: string): { account: string; path: string } | null {
  const [, account, page = "/", query = ""] = ADDRESS.exec(address) ?? [];
  if (account === undefined) return null;
  return { account, path: `${page === "/" ? ACCOUNT_HOME : page}${query}` };
}
