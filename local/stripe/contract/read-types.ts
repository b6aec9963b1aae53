import path from "node:path";
import ts from "typescript";
import { refName, refTo, type Schema } from "./schema";
import { FRACTIONAL } from "./surface";

const OPEN_ENUM = { "x-open-enum": true } as const;

/** The envelope around a page of items. */
export function listSchema(item: Schema, kind: "list" | "search"): Schema {
  const tag = kind === "search" ? "search_result" : "list";
  return {
    type: "object",
    required: ["object", "data", "has_more", "url"],
    properties: {
      object: { type: "string", enum: [tag] },
      data: { type: "array", items: item },
      has_more: { type: "boolean" },
      url: { type: "string" },
      ...(kind === "search"
        ? { next_page: { type: "string", nullable: true }, total_count: { type: "integer" } }
        : {}),
    },
  };
}

/** Turns the package's TypeScript types into schemas; each named interface becomes one shared schema. */
export class TypeReader {
  readonly schemas: Record<string, Schema> = {};
  private readonly started = new Set<string>();

  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly resourcesDirectory: string,
  ) {}

  read(type: ts.Type, property = ""): Schema {
    const flags = ts.TypeFlags;
    if (type.isUnion()) return this.union(type.types, property);
    if (type.isStringLiteral()) return { type: "string", enum: [type.value] };
    if (type.isNumberLiteral()) return { type: "integer", enum: [type.value] };
    if (type.flags & flags.BooleanLiteral)
      return { type: "boolean", enum: [this.checker.typeToString(type) === "true"] };
    if (type.flags & flags.String) return { type: "string" };
    if (type.flags & flags.Number) return { type: FRACTIONAL.test(property) ? "number" : "integer" };
    if (type.flags & flags.Boolean) return { type: "boolean" };
    const symbol = type.symbol?.name;
    if (type.aliasSymbol?.name === "Decimal" || symbol === "DecimalImpl")
      return { type: "string", format: "decimal" };
    if (type.aliasSymbol?.name === "Partial") return { type: "object" }; // an event's previous_attributes
    if (type.isIntersection())
      return type.types.some((part) => part.flags & flags.String) ? { type: "string" } : { type: "object" };
    if (!(type.flags & flags.Object)) return {};
    const argument = () => this.checker.getTypeArguments(type as ts.TypeReference)[0];
    if (symbol === "Array") return { type: "array", items: this.optional(argument(), property) };
    if (symbol === "ApiList") return listSchema(this.optional(argument(), ""), "list");
    if (symbol === "__type" || symbol === "__object") return this.object(type);
    const name = this.nameOf(type.symbol);
    if (!this.started.has(name)) {
      this.started.add(name);
      this.schemas[name] = this.object(type);
    }
    return refTo(name);
  }

  private optional(type: ts.Type | undefined, property: string): Schema {
    return type ? this.read(type, property) : {};
  }

  /** `Invoice.Parent` in resources/Billing/X.d.ts is `Billing.Invoice.Parent` (the directory is added once). */
  private nameOf(symbol: ts.Symbol): string {
    const parts: string[] = [];
    let at: (ts.Symbol & { parent?: ts.Symbol }) | undefined = symbol;
    while (at && !(at.flags & ts.SymbolFlags.ValueModule)) {
      parts.unshift(at.name);
      at = at.parent;
    }
    const file = symbol.declarations?.[0]?.getSourceFile().fileName ?? "";
    const relative = path.relative(this.resourcesDirectory, file);
    const directories = relative.startsWith("..")
      ? []
      : path
          .dirname(relative)
          .split(path.sep)
          .filter((part) => part !== ".");
    return (directories.length > 0 && parts[0] !== directories[0] ? [...directories, ...parts] : parts).join(
      ".",
    );
  }

  private union(types: ts.Type[], property: string): Schema {
    const branches: Schema[] = [];
    const values: string[] = [];
    let nullable = false;
    let open = false;
    let hasBoolean = false;
    for (const type of types) {
      if (type.flags & ts.TypeFlags.Null) nullable = true;
      else if (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) continue;
      else if (type.isStringLiteral()) values.push(type.value);
      else if (type.flags & ts.TypeFlags.BooleanLiteral) hasBoolean = true;
      else if (type.isIntersection() && type.types.some((part) => part.flags & ts.TypeFlags.String))
        open = true;
      else branches.push(this.read(type, property));
    }
    if (hasBoolean) branches.push({ type: "boolean" });
    const empty = values.indexOf("");
    if (empty >= 0) {
      values.splice(empty, 1);
      branches.push({ type: "string", enum: [""] });
    }
    if (values.length > 0) branches.push({ type: "string", enum: values, ...(open ? OPEN_ENUM : {}) });
    else if (open) branches.push({ type: "string" });
    const rest = nullable ? { nullable } : {};
    const only = branches[0];
    if (branches.length === 1 && only) return { ...only, ...rest };
    return { anyOf: branches, ...rest, ...this.expansion(branches) };
  }

  private expansion(branches: Schema[]): Partial<Schema> {
    const objects = branches.filter((branch) => branch.$ref);
    const hasId = branches.some((branch) => branch.type === "string" && !branch.enum);
    const areResources = objects.every((branch) => {
      const target = this.schemas[refName(branch.$ref ?? "")];
      return !target || target.properties?.["object"] || target.anyOf;
    });
    return objects.length > 0 && hasId && areResources ? { "x-expansionResources": { oneOf: objects } } : {};
  }

  private object(type: ts.Type): Schema {
    const schema: Schema = { type: "object" };
    const required: string[] = [];
    const index = this.checker.getIndexInfoOfType(type, ts.IndexKind.String);
    if (index) schema.additionalProperties = this.read(index.type);
    for (const property of this.checker.getPropertiesOfType(type)) {
      const at = property.valueDeclaration ?? property.declarations?.[0];
      if (!at) continue;
      const propertyType = this.checker.getTypeOfSymbolAtLocation(property, at);
      // `deleted?: void` only marks that an object is not a tombstone
      if (this.checker.typeToString(propertyType).replace(" | undefined", "") === "void") continue;
      schema.properties ??= {};
      schema.properties[property.name] = this.read(propertyType, property.name);
      if (!(property.flags & ts.SymbolFlags.Optional)) required.push(property.name);
    }
    if (required.length > 0) schema.required = required;
    return schema;
  }
}
