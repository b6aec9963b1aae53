"use server";

import { redirect } from "next/navigation";
import { endSession, getSession } from "@/lib/accounts";
import { ownPath } from "@/lib/platform/own-path";

/** Signs the person out at the identity provider and here, then shows the front page. */
export async function signOut(): Promise<void> {
  const session = await getSession();
  if (session) await endSession(session);
  redirect("/");
}

/** Signs the person out and lets another sign in, who then comes back to the path in `next`. */
export async function switchPerson(form: FormData): Promise<void> {
  const session = await getSession();
  if (session) await endSession(session);
  const next = ownPath.safeParse(form.get("next")).data;
  redirect(next ? `/sign-in?next=${encodeURIComponent(next)}` : "/sign-in");
}
