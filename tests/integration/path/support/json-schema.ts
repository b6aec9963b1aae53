import * as z from "zod";

export type JsonSchema = z.core.JSONSchema.JSONSchema;

export interface OpenApiOperation {
  readonly operationId?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>> }>
  >;
}

export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation | undefined>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

/**
 * Holds a value to one schema of an OpenAPI 3.1 document.
 * @returns what does not fit, as "place: why"; empty when all does
 */
export function checkSchema(
  document: OpenApiDocument,
  schema: JsonSchema,
  value: unknown,
): readonly string[] {
  // JSON Schema keeps shared schemas under $defs, OpenAPI under components.
  const whole = { ...schema, $defs: document.components.schemas };
  const local = JSON.parse(
    JSON.stringify(whole).replaceAll("#/components/schemas/", "#/$defs/"),
  ) as JsonSchema;
  const result = z.fromJSONSchema(local).safeParse(value);
  return result.success
    ? []
    : result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}
