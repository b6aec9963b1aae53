/**
 * Remembers which accounts a browser was in last, latest first, so that addresses without an account lead there.
 * It only chooses where to go, never what one may do. More than one name is kept, because an address of an account
 * that is not the person's is noted too, and must not push out the one they work in.
 */
export const ACCOUNT_COOKIE = "mh_account";

const MOST_REMEMBERED = 4;
const BETWEEN = ".";

/** The accounts in the cookie, latest first. */
export const readRemembered = (cookie: string | undefined): readonly string[] =>
  (cookie ?? "").split(BETWEEN).filter((slug) => /^[a-z0-9-]+$/.test(slug));

/** The cookie after a page of an account was opened; null when it is as it was. */
export function computeRemembered(cookie: string | undefined, account: string): string | null {
  const before = readRemembered(cookie);
  if (before[0] === account) return null;
  return [account, ...before.filter((slug) => slug !== account)].slice(0, MOST_REMEMBERED).join(BETWEEN);
}
