import { type Contract, deref, type Schema } from "../contract/schema";
import { invalidRequest } from "./stripe-error";

/**
 * Whether there is something to expand at a path, by the types of the answer rather than by what this one answer
 * happens to hold.
 *
 * @throws invalid_request_error when there is not
 */
export function checkExpand(contract: Contract, answer: Schema, path: string): void {
  let nodes = objectsOf(contract, answer);
  for (const field of path.split(".")) {
    // a map of anything
    if (nodes.some((node) => node.type === "object" && !node.properties)) return;
    const found = nodes.flatMap((node) => node.properties?.[field] ?? []);
    nodes = found.flatMap((schema) => objectsOf(contract, schema));
    if (nodes.length === 0) throw invalidRequest(`This property cannot be expanded (${field}).`, "expand");
  }
}

/** The objects a value may be, or be a list of; text and numbers have nothing inside. */
function objectsOf(contract: Contract, schema: Schema): Schema[] {
  const target = deref(contract, schema);
  if (target.anyOf) return target.anyOf.flatMap((branch) => objectsOf(contract, branch));
  if (target.type === "array") return objectsOf(contract, target.items ?? {});
  return target.type === "object" ? [target] : [];
}
