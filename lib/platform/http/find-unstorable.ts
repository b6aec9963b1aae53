import type { Issue } from "@/lib/platform/errors";

/** Deeper than anything that is sent on purpose, and shallow enough for everything that walks it. */
const DEEPEST = 32;

/**
 * What a parsed input holds that the database cannot: the character nul, half of a surrogate pair, or nesting without
 * end. Null when all is well. All of it is valid JSON and would otherwise come to light as an error of the database.
 */
export function findUnstorable(value: unknown, depth = 0): Issue | null {
  if (typeof value === "string") return describeText(value);
  if (typeof value !== "object" || value === null) return null;
  if (depth >= DEEPEST) return { path: "", message: `nested deeper than ${DEEPEST} levels` };
  for (const name of Object.keys(value)) {
    const found = describeText(name) ?? findUnstorable((value as Record<string, unknown>)[name], depth + 1);
    // The path is put together on the way out: what is well, almost everything, pays nothing for it.
    if (found) return { ...found, path: [name, found.path].filter(Boolean).join(".") };
  }
  return null;
}

function describeText(text: string): Issue | null {
  if (text.includes("\0")) return { path: "", message: "contains the character nul" };
  if (!text.isWellFormed()) return { path: "", message: "contains half of a surrogate pair" };
  return null;
}
