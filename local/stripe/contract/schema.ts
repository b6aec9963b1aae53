/** The part of OpenAPI's schema language that the contract of the `stripe` package needs. */
export interface Schema {
  type?: "string" | "integer" | "number" | "boolean" | "array" | "object";
  format?: "decimal";
  enum?: (string | number | boolean)[];
  nullable?: boolean;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema;
  anyOf?: Schema[];
  $ref?: string;
  /** The enum may grow: a value outside it is not an error in an answer. */
  "x-open-enum"?: boolean;
  /** An id unless asked for with `expand`. */
  "x-expansionResources"?: { oneOf: Schema[] };
  /** Absent unless asked for with `expand`. */
  "x-includable"?: boolean;
}

export interface ContractOperation {
  operationId: string;
  params: Schema;
  answer: Schema;
}

export type HttpMethod = "get" | "post" | "delete";

/** Every operation, parameter and answer of one exact version of the `stripe` package. */
export interface Contract {
  apiVersion: string;
  sdkVersion: string;
  /** `/v1/customers/{id}` -> method -> operation. */
  paths: Record<string, Partial<Record<HttpMethod, ContractOperation>>>;
  schemas: Record<string, Schema>;
}

const REF = "#/schemas/";

export const refTo = (name: string): Schema => ({ $ref: REF + name });
export const refName = (ref: string): string => ref.slice(REF.length);

/** Follows `$ref`s; a `nullable` beside a reference survives. */
export function deref(contract: Contract, schema: Schema | undefined): Schema {
  let at = schema ?? {};
  while (at.$ref) {
    const target = contract.schemas[refName(at.$ref)] ?? {};
    at = at.nullable ? { ...target, nullable: true } : target;
  }
  return at;
}
