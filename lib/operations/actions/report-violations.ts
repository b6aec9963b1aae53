import type { Context } from "@/lib/platform/context";
import { computeViolations } from "../compute/compute-violations";
import type { PolicyReports } from "../schemas";

/** Writes to the log what browsers say the content security policy kept from running. */
export function reportViolations(ctx: Context, reports: PolicyReports): { readonly received: number } {
  const violations = computeViolations(reports);
  for (const violation of violations) ctx.log.warn(violation, "content security policy violation");
  return { received: violations.length };
}
