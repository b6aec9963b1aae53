import type { Schema } from "@/local/stripe/contract/schema";
import type { Violation } from "./violation";

/** A violation whose place the caller knows. */
export type Finding = Omit<Violation, "pointer">;

const bad = (rule: string, message: string, severity: Finding["severity"] = "error"): Finding => ({
  rule,
  message,
  severity,
});

/** Whether a value is one of an enum's; in a form everything is text. */
export function judgeEnum(value: unknown, schema: Schema, kind: "form" | "json"): Finding | null {
  const isForm = kind === "form";
  const typed =
    isForm && schema.type === "boolean"
      ? value === "true"
      : isForm && schema.type === "integer"
        ? Number(value)
        : value;
  const allowed = schema.enum ?? [];
  if (allowed.includes(typed as string)) return null;
  return bad("bad_enum", `${JSON.stringify(value)} must be one of ${allowed.slice(0, 12).join(", ")}`);
}

/** Whether the text of a form field can be read as its type. */
export function judgeFormText(value: string, schema: Schema): Finding | null {
  switch (schema.type) {
    case "integer":
      return /^-?\d+$/.test(value) ? null : bad("bad_type", `invalid integer: ${value}`);
    case "number":
      return value !== "" && Number.isFinite(Number(value))
        ? null
        : bad("bad_type", `invalid number: ${value}`);
    case "boolean":
      return value === "true" || value === "false" ? null : bad("bad_type", `invalid boolean: ${value}`);
    case "string":
      if (value === "")
        return bad(
          "empty_string",
          "an empty string unsets a field, and this one may not be unsettable",
          "warning",
        );
      return schema.format === "decimal" && !/^-?\d+(\.\d+)?$/.test(value)
        ? bad("bad_type", `invalid decimal: ${value}`)
        : null;
    case "array":
    case "object":
      return bad("bad_type", `invalid ${schema.type}: ${value}`);
    default:
      return null;
  }
}
