import { listFeatures } from "@/lib/catalog";
import {
  conflict,
  type DomainError,
  forbidden,
  invalidRequest,
  limitReached,
  noAccess,
  notFound,
  unauthenticated,
} from "@/lib/platform/errors";
import type { Standing } from "./compute/compute-standing";
import { describeLimit } from "./compute/describe-limit";

/** Why an event or a check was refused, as `private.usage_track` and `private.usage_check` name it. */
export type Refusal =
  | "limit_reached"
  | "not_included"
  | "conflict"
  | "unknown_feature"
  | "not_metered"
  | "key_revoked"
  | "key_reduced"
  | "no_account";

/** The refusal as the error that the caller of a single event gets. */
export function toUsageError(
  refusal: Refusal,
  feature: string,
  standing: Standing,
  quantity: number,
): DomainError {
  switch (refusal) {
    case "limit_reached":
      return limitReached(describeLimit(feature, standing, quantity), { feature, ...standing });
    case "not_included":
      return noAccess(`The plan does not include ${feature}.`, { feature });
    case "conflict":
      return conflict("This idempotency key was counted before, with another feature or quantity.", {
        feature,
      });
    case "unknown_feature":
      return unknownFeature(feature);
    case "not_metered":
      return invalidRequest(
        `${feature} is not counted by events: ask /api/usage/check. Counted are ${known("metered")}.`,
        [{ path: "feature", message: "Not a metered feature." }],
      );
    case "key_revoked":
      return unauthenticated("This API key was revoked or has expired. Make a new one in the settings.");
    case "key_reduced":
      return forbidden(
        "Whoever made this API key may no longer record usage. Create a key under another role.",
      );
    case "no_account":
      return notFound("The account");
  }
}

/** 400 that names the features there are. */
export function unknownFeature(feature: string): DomainError {
  return invalidRequest(`There is no feature ${feature}. There are ${known()}.`, [
    { path: "feature", message: "Unknown feature." },
  ]);
}

const known = (kind?: "metered"): string =>
  listFeatures(kind)
    .map((feature) => feature.key)
    .join(", ");
