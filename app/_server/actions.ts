"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { ACCOUNT_COOKIE, endSession, getSession } from "@/lib/accounts";
import { env } from "@/lib/platform/env";
import { requirePageContext } from "./page-context";

const ONE_YEAR_SECONDS = 365 * 24 * 3600;

/** Signs the person out at the identity provider and here, then shows the front page. */
export async function signOut(): Promise<void> {
  const session = await getSession();
  if (session) await endSession(session);
  redirect("/");
}

/** Remembers the account that the person wants to work in. Names of accounts that are not theirs change nothing. */
export async function switchAccount(form: FormData): Promise<void> {
  const { memberships } = await requirePageContext("/dashboard");
  const wanted = memberships.find(({ accountId }) => accountId === form.get("accountId"));
  if (wanted) {
    (await cookies()).set(ACCOUNT_COOKIE, wanted.accountSlug, {
      httpOnly: true,
      sameSite: "lax",
      secure: env().app.url.startsWith("https:"),
      path: "/",
      maxAge: ONE_YEAR_SECONDS,
    });
  }
  redirect("/dashboard");
}
