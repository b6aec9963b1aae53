import type { z } from "zod";
import { invalidRequest } from "@/lib/platform/errors";
import { findUnstorable } from "./find-unstorable";

export type Parsed<S extends z.ZodType | undefined> = S extends z.ZodType ? z.output<S> : undefined;

/**
 * Checks one part of a request against its schema; undefined without a schema.
 *
 * @param read reads the part; not called without a schema, so that a route without a body ignores what is sent
 * @throws DomainError INVALID_REQUEST with every issue
 */
export function parseWith<S extends z.ZodType | undefined>(
  schema: S,
  read: () => unknown,
  where: "body" | "query" | "path",
): Parsed<S> {
  if (!schema) return undefined as Parsed<S>;
  const value = read();
  const unstorable = findUnstorable(value);
  if (unstorable) throw invalidRequest(`The ${where} cannot be stored: ${unstorable.message}.`, [unstorable]);
  const result = schema.safeParse(value);
  if (result.success) return result.data as Parsed<S>;
  const issues = result.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  throw invalidRequest(
    `The ${where} does not fit: ${issues[0]?.path || where}: ${issues[0]?.message}`,
    issues,
  );
}

/** The query of an address as an object; of a name that comes twice, the last. */
export function queryOf(url: string): Record<string, string> {
  return Object.fromEntries(new URL(url).searchParams);
}
