import { z } from "zod";
import { asksForRecentSignIn, listRoutes, type Method, type RouteRecord } from "./registry";

export interface FieldDescription {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly note: string;
}

export interface RouteDescription {
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  /** Who may call it, in words. */
  readonly access: string;
  readonly isIdempotent: boolean;
  readonly input: readonly FieldDescription[];
  readonly output: readonly FieldDescription[];
  readonly status: number;
  readonly errors: readonly { readonly status: number; readonly code: string }[];
}

/** Every registered route in the form the reference page shows. */
export function describeRoutes(): readonly RouteDescription[] {
  return listRoutes().map((record) => ({
    id: `${record.method}-${record.path}`.toLowerCase().replace(/[^a-z0-9]+/g, "-"),
    method: record.method,
    path: record.path,
    tag: record.tag,
    summary: record.summary,
    access:
      describeAccess(record) +
      (asksForRecentSignIn(record.access) ? ", shortly after confirming who they are" : ""),
    isIdempotent: record.idempotent,
    input: [record.params, record.query, record.body].flatMap((schema) =>
      schema ? describeFields(schema, "input") : [],
    ),
    output: describeFields(record.output, "output"),
    status: record.status,
    errors: asksForRecentSignIn(record.access)
      ? [{ status: 403, code: "REVERIFICATION_REQUIRED" }, ...record.errors]
      : record.errors,
  }));
}

function describeAccess({ access }: RouteRecord): string {
  switch (access.kind) {
    case "public":
      return "Anyone";
    case "signature":
      return "The provider, by its signature";
    case "person":
      return "A signed-in person";
    case "admin":
      return "A platform admin";
    case "account":
      return access.scope
        ? `A member with ${access.permission}, or an API key with the scope ${access.scope}`
        : `A member with ${access.permission}`;
  }
}

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly default?: unknown;
}

function describeFields(schema: z.ZodType, io: "input" | "output"): FieldDescription[] {
  const json = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as JsonSchema;
  return alternatives(json).flatMap(listFields);
}

const alternatives = (json: JsonSchema): readonly JsonSchema[] => json.anyOf ?? json.oneOf ?? [json];

function listFields(json: JsonSchema): FieldDescription[] {
  if (json.type === "array" && json.items) {
    return listFields(json.items).map((field) => ({ ...field, name: `[].${field.name}` }));
  }
  return Object.entries(json.properties ?? {}).map(([name, property]) => ({
    name,
    type: describeType(property),
    isRequired: json.required?.includes(name) ?? false,
    note: [property.description, describeBounds(property)].filter(Boolean).join("; "),
  }));
}

function describeType(json: JsonSchema): string {
  const options = json.anyOf ?? json.oneOf;
  if (options) return options.map(describeType).join(" or ");
  if (json.const !== undefined) return JSON.stringify(json.const);
  if (json.enum) return json.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (json.type === "array") return `${describeType(json.items ?? {})}[]`;
  if (json.format) return json.format;
  return Array.isArray(json.type) ? json.type.join(" or ") : String(json.type ?? "any");
}

function describeBounds(json: JsonSchema): string {
  const bounds = [
    json.maxLength === undefined ? "" : `at most ${json.maxLength} characters`,
    json.maxItems === undefined ? "" : `at most ${json.maxItems}`,
    json.maximum === undefined || json.maximum >= Number.MAX_SAFE_INTEGER ? "" : `at most ${json.maximum}`,
    json.default === undefined ? "" : `default ${JSON.stringify(json.default)}`,
  ];
  return bounds.filter(Boolean).join(", ");
}
