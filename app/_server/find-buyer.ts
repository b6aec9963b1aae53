import { findPerson } from "@/lib/accounts";
import type { Context } from "@/lib/platform/context";

/** The person at the screen, whose name and address the provider prints on receipts. */
export async function findBuyer(ctx: Context): Promise<{ email: string | null; name: string | null }> {
  const person = ctx.actor.kind === "person" ? await findPerson(ctx.actor.personId) : null;
  return { email: person?.email || null, name: person?.name || null };
}
