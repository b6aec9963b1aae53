/** Kept on the object, sent only when expanded. */
const STORED: Record<string, string[]> = {
  price: ["tiers", "currency_options"],
  coupon: ["applies_to", "currency_options"],
  "tax.calculation_line_item": ["tax_breakdown"],
};

export function includableFields(object: unknown): string[] | undefined {
  return typeof object === "string" ? STORED[object] : undefined;
}

/** The object without the fields that are only sent on request. */
export function withoutIncludables<T extends Record<string, unknown>>(value: T): T {
  const fields = includableFields(value["object"]);
  if (!fields?.some((field) => field in value)) return value;
  const shown: Record<string, unknown> = { ...value };
  for (const field of fields) delete shown[field];
  return shown as T;
}
