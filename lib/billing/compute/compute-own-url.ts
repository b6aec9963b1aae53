import { foreignPath } from "../errors";

/**
 * The full address of a path of this site. The schema has refused the obvious; here the address is parsed as a
 * browser would, so that nothing that a browser reads as another site gets through.
 *
 * @throws DomainError INVALID_REQUEST
 */
export function computeOwnUrl(appUrl: string, path: string, field: string): string {
  const hasControl = [...path].some((character) => character < " " || character === "\u007f");
  if (!path.startsWith("/") || path.startsWith("//") || path.includes("\\") || hasControl)
    throw foreignPath(field);
  const base = new URL(appUrl);
  if (!URL.canParse(path, base)) throw foreignPath(field);
  const resolved = new URL(path, base);
  // "/.//other.example" is ours for the parser and becomes "//other.example" once written out again.
  if (resolved.origin !== base.origin || resolved.pathname.startsWith("//")) throw foreignPath(field);
  return resolved.href;
}
