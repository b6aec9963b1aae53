import { type Contract, refName, type Schema } from "./schema";

/** Members of the event union whose object lies outside the surface are dropped, then unreachable schemas. */
export function trimContract(contract: Contract): Contract {
  const answered = new Set<string>();
  for (const operations of Object.values(contract.paths))
    for (const operation of Object.values(operations))
      for (const [, name] of JSON.stringify(operation.answer).matchAll(/"#\/schemas\/([^"]+)"/g))
        if (name) answered.add(name);

  const isNear = (name: string) =>
    answered.has(name) || /^(Deleted|Discount|TaxId|BalanceTransaction$|Account$|Plan$)/.test(name);
  pruneEvents(contract, contract.paths["/v1/events"]?.get?.answer, answered);
  pruneEvents(contract, contract.paths["/v1/events/{id}"]?.get?.answer, answered);

  const used = new Set<string>();
  const visit = (node: unknown): void => {
    if (!node || typeof node !== "object") return;
    const schema = node as Schema;
    if (schema["x-expansionResources"] && schema.anyOf) {
      // an object that cannot be made here may be expanded to anything
      schema.anyOf = schema.anyOf.map((branch) =>
        branch.$ref && !isNear(refName(branch.$ref)) ? { type: "object" } : branch,
      );
      const objects = schema.anyOf.filter((branch) => branch.$ref || branch.type === "object");
      schema["x-expansionResources"] = { oneOf: objects };
    }
    if (schema.$ref) {
      const name = refName(schema.$ref);
      if (used.has(name)) return;
      used.add(name);
      visit(contract.schemas[name]);
      return;
    }
    for (const value of Object.values(node)) visit(value);
  };
  visit(contract.paths);
  const schemas: Record<string, Schema> = {};
  for (const name of [...used].sort()) schemas[name] = contract.schemas[name] ?? {};
  return { ...contract, schemas };
}

function pruneEvents(contract: Contract, node: Schema | undefined, answered: Set<string>): void {
  if (!node || typeof node !== "object") return;
  if (Array.isArray(node.anyOf) && node.anyOf.length > 50) {
    node.anyOf = node.anyOf.filter((branch) => {
      const data = contract.schemas[refName(branch.$ref ?? "")]?.properties?.["data"];
      const object = contract.schemas[refName(data?.$ref ?? "")]?.properties?.["object"];
      const refs = object?.$ref ? [object.$ref] : (object?.anyOf ?? []).flatMap((part) => part.$ref ?? []);
      return refs
        .map(refName)
        .some((name) => answered.has(name) || /^(Discount|Deleted|Entitlements|TaxId|Plan)/.test(name));
    });
  }
  for (const value of Object.values(node))
    if (typeof value === "object") pruneEvents(contract, value, answered);
}
