import type { AccountContext } from "@/lib/platform/context";
import { forbidden, invalidRequest } from "@/lib/platform/errors";
import { computeStanding } from "../compute/compute-standing";
import { toUsageError } from "../errors";
import { checkItem } from "../repository";
import { type CheckUsageInput, type CheckUsageResult, checkUsageSchema } from "../schemas";

/**
 * Says whether the account may use a feature now, and counts nothing. Works for every kind of feature:
 * metered and gauges by their limit, switches and choices by the plan.
 *
 * @throws DomainError FORBIDDEN, INVALID_REQUEST (unknown feature), UNAUTHENTICATED (the key died), NOT_FOUND
 */
export async function checkUsage(ctx: AccountContext, input: CheckUsageInput): Promise<CheckUsageResult> {
  if (!ctx.permissions.has("usage.read") && !ctx.permissions.has("usage.write")) {
    throw forbidden("This credential may not read usage.");
  }
  const parsed = checkUsageSchema.safeParse(input);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
    throw invalidRequest("The question does not fit.", issues);
  }
  const { feature, quantity } = parsed.data;
  const row = await checkItem(
    {
      accountId: ctx.account.id,
      apiKeyId: ctx.actor.kind === "api_key" ? ctx.actor.apiKeyId : null,
      feature,
      quantity,
    },
    ctx.clock.now(),
  );
  const standing = computeStanding(row);
  if (row.outcome === "unknown_feature" || row.outcome === "key_revoked" || row.outcome === "no_account") {
    throw toUsageError(row.outcome, feature, standing, quantity);
  }
  if (row.kind === null) throw new Error("private.usage_check allowed or refused a feature without a kind.");
  const isCounted = row.kind === "metered" || row.kind === "gauge" || row.kind === "rate";
  return {
    feature,
    kind: row.kind,
    allowed: row.outcome === "allowed",
    reason: row.outcome === "allowed" ? null : row.outcome,
    ...standing,
    limit: isCounted ? standing.limit : null,
    choice: row.choice,
  };
}
