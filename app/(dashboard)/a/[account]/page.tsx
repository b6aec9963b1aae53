import { redirect } from "next/navigation";
import { ACCOUNT_HOME, accountPath } from "@/lib/platform/account-path";

/** An account's address without a page. */
export default async function AccountPage({ params }: { params: Promise<{ account: string }> }) {
  redirect(accountPath((await params).account, ACCOUNT_HOME));
}
