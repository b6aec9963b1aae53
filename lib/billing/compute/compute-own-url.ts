import { findOwnPath } from "@/lib/platform/own-path";
import { foreignPath } from "../errors";

/**
 * The full address of a path of this site, for the provider to lead back to.
 *
 * @throws DomainError INVALID_REQUEST
 */
export function computeOwnUrl(appUrl: string, path: string, field: string): string {
  const own = findOwnPath(path);
  if (own === null) throw foreignPath(field);
  return new URL(own, appUrl).href;
}
