import { redirect } from "next/navigation";
import { accountPath } from "@/lib/platform/account-path";

/** The settings without a tab. */
export default async function SettingsPage({ params }: { params: Promise<{ account: string }> }) {
  redirect(accountPath((await params).account, "/settings/profile"));
}
