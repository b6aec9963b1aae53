import type { StandIn } from "@/components/layout/types";
import { env } from "@/lib/platform/env";

/** The stand-ins this installation runs on, for the label in the foot of every page. */
export function listStandIns(): readonly StandIn[] {
  return env()
    .localServices.filter(({ standIn }) => standIn)
    .map(({ name, url }) => ({ name, standIn: `Local ${name}`, ...(url.startsWith("http") && { url }) }));
}
