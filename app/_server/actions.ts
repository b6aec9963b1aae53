"use server";

import { redirect } from "next/navigation";
import { endSession, getSession } from "@/lib/accounts";

/** Signs the person out at the identity provider and here, then shows the front page. */
export async function signOut(): Promise<void> {
  const session = await getSession();
  if (session) await endSession(session);
  redirect("/");
}
