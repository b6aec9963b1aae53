import { z } from "zod";

/** A path of this site: one slash first, no scheme, no backslash, no control characters. Never another site's. */
export const ownPath = z
  .string()
  .min(1)
  .max(512)
  .regex(/^\/(?![/\\])[^\\\p{Cc}]*$/u, "Must be a path of this site, such as /billing.");
