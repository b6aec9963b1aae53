import fc from "fast-check";
import { z } from "zod";

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** Texts that have broken servers before, beside random ones. */
const NASTY_TEXTS = [
  "",
  " ",
  "\0",
  "a\0b",
  "\ud800",
  "\udfff x",
  "../../etc/passwd",
  "..%2f..%2f",
  "%00",
  "%",
  "'; drop table people; --",
  "\\",
  "$1",
  "{{7*7}}",
  "<script>alert(1)</script>",
  "__proto__",
  "constructor",
  "null",
  "undefined",
  "NaN",
  "-1",
  "1e400",
  "0x10",
  "9".repeat(400),
  "ﷺ".repeat(200),
  "\u202e\u0000\uffff",
  "2026-02-30T25:61:61Z",
  "9999-12-31T23:59:59.999Z",
  "-271821-04-20T00:00:00Z",
  "00000000-0000-0000-0000-000000000000",
  "a@b",
] as const;

const text = fc.oneof(fc.constantFrom(...NASTY_TEXTS), fc.string({ unit: "binary", maxLength: 60 }));
const number = fc.oneof(
  fc.constantFrom(0, -0, -1, 0.5, 1e21, 2 ** 31, 2 ** 53, -(2 ** 63), Number.MAX_VALUE),
  fc.integer(),
);
const anything = fc.oneof(text, number, fc.boolean(), fc.constant(null), fc.jsonValue({ maxDepth: 3 }));

/** Values that almost fit a schema: what is checked after the schema is reached as well as the schema itself. */
function arbitraryFor(schema: JsonSchema, depth = 0): fc.Arbitrary<unknown> {
  if (depth > 4) return anything;
  const options = (schema.anyOf ?? schema.oneOf) as JsonSchema[] | undefined;
  if (options) return mostly(fc.oneof(...options.map((option) => arbitraryFor(option, depth))));
  if (schema.const !== undefined) return mostly(fc.constant(schema.const));
  if (schema.enum) return mostly(fc.constantFrom(...schema.enum));
  switch (schema.type) {
    case "object":
      return mostly(objectFor(schema, depth));
    case "array":
      return mostly(fc.array(arbitraryFor((schema.items ?? {}) as JsonSchema, depth + 1), { maxLength: 3 }));
    case "string":
      return mostly(textFor(schema.format));
    case "integer":
    case "number":
      return mostly(fc.integer({ min: 0, max: 100 }));
    case "boolean":
      return mostly(fc.boolean());
    default:
      return anything;
  }
}

function objectFor(schema: JsonSchema, depth: number): fc.Arbitrary<unknown> {
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, field]) => [name, arbitraryFor(field as JsonSchema, depth + 1)] as const,
  );
  const fitting = fc.record(Object.fromEntries(fields), { requiredKeys: [...(schema.required ?? [])] });
  const strange = fc.dictionary(text, anything, { maxKeys: 3 });
  return fc.oneof({ arbitrary: fitting, weight: 4 }, { arbitrary: strange, weight: 1 });
}

function textFor(format: string | undefined): fc.Arbitrary<string> {
  if (format === "uuid") return fc.uuid();
  if (format === "email") return fc.constantFrom("ada@example.com", "ADA@EXAMPLE.COM", "a+b@example.com");
  if (format === "date-time") return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  return fc.string({ maxLength: 40 });
}

/** Seven times of eight what fits, else anything at all. */
const mostly = (fitting: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ arbitrary: fitting, weight: 7 }, { arbitrary: anything, weight: 1 });

const schemaOf = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;

/** Bodies: near the schema when there is one, and bytes that are no JSON. */
export function arbitraryBody(
  schema: z.ZodType | undefined,
): fc.Arbitrary<{ body?: unknown; raw?: BodyInit }> {
  const near = schema ? arbitraryFor(schemaOf(schema)) : anything;
  const deep = fc.nat(5_000).map((levels) => ({ raw: "[".repeat(levels) + "]".repeat(levels) }));
  return fc.oneof(
    { arbitrary: near.map((body) => ({ body })), weight: 12 },
    { arbitrary: fc.uint8Array({ maxLength: 200 }).map((raw) => ({ raw: Uint8Array.from(raw) })), weight: 1 },
    {
      arbitrary: fc
        .constantFrom("{", '{"__proto__":{"polluted":1}}', "\ufeff{}", "nul")
        .map((raw) => ({ raw })),
      weight: 1,
    },
    { arbitrary: deep, weight: 1 },
  );
}

/** Queries: names that the route knows with values it does not expect, and names it does not know. */
export function arbitraryQuery(schema: z.ZodObject | undefined): fc.Arbitrary<string> {
  const names = Object.keys(schema?.shape ?? {});
  const known = names.length > 0 ? fc.constantFrom(...names) : text;
  const value = schema ? fc.oneof(text, arbitraryFor(schemaOf(schema)).map(JSON.stringify)) : text;
  const pairs = fc.array(fc.tuple(fc.oneof(known, known, text), value), { maxLength: 4 });
  return pairs.map((each) => `?${each.map((pair) => pair.map(encode).join("=")).join("&")}`);
}

/** One segment of a path. */
export const arbitrarySegment = fc.oneof(
  text,
  fc.uuid(),
  fc.constantFrom("x".repeat(2_000), "%E0%A4%A", "\n"),
);

/** Percent-encodes whatever can be; half a surrogate pair cannot. */
const encode = (part: string): string => encodeURIComponent((part ?? "").toWellFormed());
