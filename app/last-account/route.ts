import { headers } from "next/headers";
import { findPageContext } from "@/app/_server/page-context";
import { PATH_HEADER } from "@/app/_server/request-headers";
import { ACCOUNT_HOME, accountPath } from "@/lib/platform/account-path";

/** Answers an account's page that is asked for without its account: leads to the account last chosen. */
export async function GET(): Promise<Response> {
  const path = (await headers()).get(PATH_HEADER) ?? ACCOUNT_HOME;
  const context = await findPageContext();
  const location = context
    ? accountPath(context.membership.accountSlug, path)
    : `/sign-in?next=${encodeURIComponent(path)}`;
  return new Response(null, { status: 307, headers: { location, "cache-control": "no-store" } });
}
