import { type Contract, deref, type Schema } from "../contract/schema";
import type { FormBranch, FormNode } from "./parse-form";
import { invalidRequest, missingParam, type StripeError } from "./stripe-error";

/**
 * Types the text of a form by the operation's schema, and refuses what Stripe refuses: unknown names, missing
 * required ones, wrong types, values outside an enum, an empty value where nothing can be unset.
 */
export function decodeParams(contract: Contract, form: FormBranch, schema: Schema): Record<string, unknown> {
  return new Decoder(contract).object(form, deref(contract, schema), "");
}

class Decoder {
  constructor(private readonly contract: Contract) {}

  object(node: FormBranch, schema: Schema, at: string): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(node)) {
      const here = at ? `${at}[${name}]` : name;
      // own names only: "constructor" is nobody's parameter
      const known =
        schema.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
      const property = known ?? (name === "__proto__" ? undefined : schema.additionalProperties);
      if (!property) {
        if (!schema.properties && !schema.additionalProperties && at) {
          result[name] = value;
          continue;
        }
        throw unknownParameter(here);
      }
      result[name] = this.value(value, property, here);
    }
    for (const name of schema.required ?? [])
      if (!(name in result)) throw missingParam(at ? `${at}[${name}]` : name);
    return result;
  }

  private value(node: FormNode, unresolved: Schema, at: string): unknown {
    const schema = deref(this.contract, unresolved);
    if (node === "" && (schema.nullable || isUnsettable(at))) return "";
    if (schema.anyOf) return this.union(node, schema.anyOf, at);
    if (typeof node === "string") return this.scalar(node, schema, at);
    if (schema.type === "array") {
      const keys = Object.keys(node);
      if (!keys.every((key) => /^\d+$/.test(key))) throw invalidRequest("Invalid array", at, undefined);
      return keys
        .sort((a, b) => Number(a) - Number(b))
        .map((key) => this.value(node[key] ?? "", schema.items ?? {}, `${at}[${key}]`));
    }
    if (schema.type === "object") return this.object(node, schema, at);
    if (!schema.type) return node;
    throw invalidRequest(`Invalid ${schema.type}: ${JSON.stringify(node)}`, at);
  }

  private union(node: FormNode, branches: Schema[], at: string): unknown {
    const resolved = branches.map((branch) => deref(this.contract, branch));
    const isBox = typeof node !== "string";
    const fitting = resolved.filter(
      (branch) => isBox === (branch.type === "array" || branch.type === "object"),
    );
    let refusal: StripeError | undefined;
    for (const branch of fitting.length > 0 ? fitting : resolved) {
      try {
        return this.value(node, branch, at);
      } catch (error) {
        refusal ??= error as StripeError;
      }
    }
    throw refusal ?? invalidRequest(`Invalid value: ${JSON.stringify(node)}`, at);
  }

  private scalar(text: string, schema: Schema, at: string): unknown {
    if (schema.enum) {
      const value =
        schema.type === "boolean" ? text === "true" : schema.type === "integer" ? Number(text) : text;
      if (schema.enum.includes(value)) return value;
      throw invalidRequest(`Invalid ${at}: must be ${oneOf(schema.enum)}`, at);
    }
    switch (schema.type) {
      case "integer":
        if (/^-?\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
        throw invalidRequest(`Invalid integer: ${text}`, at, "parameter_invalid_integer");
      case "number":
        if (text !== "" && Number.isFinite(Number(text))) return Number(text);
        throw invalidRequest(`Invalid decimal: ${text}`, at);
      case "boolean":
        if (text === "true" || text === "false") return text === "true";
        throw invalidRequest(`Invalid boolean: ${text}`, at);
      case "string":
        if (text === "") throw emptyParameter(at);
        if (schema.format === "decimal" && !/^-?\d+(\.\d+)?$/.test(text))
          throw invalidRequest(`Invalid decimal: ${text}`, at);
        return text;
      case "array":
        throw invalidRequest("Invalid array", at);
      case "object":
        throw invalidRequest("Invalid object", at);
      default:
        return text;
    }
  }
}

/** Plain text that may be unset by an empty value although the types do not say so. */
function isUnsettable(at: string): boolean {
  return /^(email|name|phone|description|nickname|statement_descriptor)$/.test(at);
}

function oneOf(values: (string | number | boolean)[]): string {
  if (values.length === 1) return String(values[0]);
  return `one of ${values.slice(0, -1).join(", ")}, or ${values.at(-1)}`;
}

function unknownParameter(param: string): StripeError {
  return invalidRequest(`Received unknown parameter: ${param}`, param, "parameter_unknown");
}

function emptyParameter(param: string): StripeError {
  return invalidRequest(
    `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`,
    param,
    "parameter_invalid_empty",
  );
}
