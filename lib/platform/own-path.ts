import { z } from "zod";

/** One slash first, no scheme, no backslash, no control characters (which browsers drop before they read on). */
const SHAPE = /^\/(?![/\\])[^\\\p{Cc}]*$/u;
const LONGEST = 512;
const REFUSAL = "Must be a path of this site, such as /billing.";
/** A site that does not exist: what resolves to another one is not a path. */
const HERE = "https://here.invalid";

/**
 * The one rule for addresses to go on to: a path of this site as a browser would write it out, or null for
 * everything that is none or leads elsewhere.
 *
 * @param text what came with a request, of any type
 */
export function findOwnPath(text: unknown): string | null {
  if (typeof text !== "string" || text.length > LONGEST || !SHAPE.test(text)) return null;
  if (!URL.canParse(text, HERE)) return null;
  const { origin, pathname, search, hash } = new URL(text, HERE);
  // "/.//other.example" is ours for the parser and becomes "//other.example" once written out again.
  if (origin !== HERE || pathname.startsWith("//")) return null;
  return `${pathname}${search}${hash}`;
}

/** A path of this site in a request's body or query. */
export const ownPath = z
  .string()
  .min(1)
  .max(LONGEST)
  .regex(SHAPE, REFUSAL)
  .refine((path) => findOwnPath(path) !== null, REFUSAL);
