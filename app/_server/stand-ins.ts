import type { StandIn } from "@/components/layout/types";
import { env } from "@/lib/platform/env";

/** What stands in for a service, in words: nobody should take it for the real one. */
const words: Readonly<Record<string, string>> = {
  Postgres: "on this machine",
  "Supabase REST": "local gateway",
  Stripe: "local Stripe, no money moves",
  Inngest: "local executor",
  Clerk: "local identity",
  "E-mail": "local inbox, nothing leaves this machine",
};

/** The stand-ins this installation runs on, for the label in the foot of every page. */
export function listStandIns(): readonly StandIn[] {
  return env()
    .localServices.filter(({ standIn }) => standIn)
    .map(({ name, url }) => ({
      name,
      standIn: words[name] ?? "stand-in",
      ...(url.startsWith("http") && { url }),
    }));
}
