import { type Contract, deref, type Schema } from "@/local/stripe/contract/schema";
import { type Finding, judgeEnum, judgeFormText } from "./judge-scalar";
import type { Violation } from "./violation";

export interface Wire {
  /** Everything in a form is text; JSON has types. */
  kind: "form" | "json";
  /** Paths that were asked for with `expand`; null does not judge expansion. */
  expanded: ReadonlySet<string> | null;
}

type Box = Record<string, unknown>;

/** Compares a value with a schema, both wires with one walk. */
export class Validator {
  readonly violations: Violation[] = [];

  constructor(
    private readonly contract: Contract,
    private readonly wire: Wire,
  ) {}

  /** @param dots the same place as an expand path: no array indexes */
  check(value: unknown, unresolved: Schema, at = "", dots = ""): void {
    const schema = deref(this.contract, unresolved);
    const given = this.asArray(value, schema);
    if (given === null) {
      if (!schema.nullable && Object.keys(schema).length > 0)
        this.fail("null_not_allowed", at, "is null, but the field is not nullable");
      return;
    }
    if (this.wire.kind === "json" && schema["x-expansionResources"] && this.wire.expanded)
      this.checkExpansion(given, at, dots);
    if (schema.anyOf) {
      this.union(given, schema.anyOf, at, dots);
      return;
    }
    if (schema.enum) {
      this.report(judgeEnum(given, schema, this.wire.kind), at);
      return;
    }
    if (this.wire.kind === "form" && typeof given === "string") {
      this.report(judgeFormText(given, schema), at);
      return;
    }
    this.typed(given, schema, at, dots);
  }

  private asArray(value: unknown, schema: Schema): unknown {
    if (this.wire.kind !== "form" || schema.type !== "array" || !isBox(value)) return value;
    return Object.keys(value).every((key) => /^\d+$/.test(key)) ? Object.values(value) : value;
  }

  private checkExpansion(value: unknown, at: string, dots: string): void {
    const wanted = this.wire.expanded?.has(dots) ?? false;
    if (wanted && typeof value === "string")
      this.fail("not_expanded", at, `expand[]=${dots} was asked for, but the value is still an id`);
    if (!wanted && typeof value === "object")
      this.fail("unexpected_expansion", at, "an object was sent where only an id is sent unless expanded");
  }

  private typed(value: unknown, schema: Schema, at: string, dots: string): void {
    const actual = Array.isArray(value) ? "array" : typeof value;
    switch (schema.type) {
      case "string":
        if (actual !== "string") {
          this.fail("bad_type", at, `expected string, got ${actual}`);
          return;
        }
        if (schema.format === "decimal" && !/^-?\d+(\.\d+)?$/.test(String(value)))
          this.fail("bad_type", at, `expected a decimal string, got "${value}"`);
        return;
      case "integer":
        if (!Number.isSafeInteger(value))
          this.fail(
            "bad_type",
            at,
            `expected an integer (amounts are whole minor units), got ${JSON.stringify(value)}`,
          );
        return;
      case "number":
      case "boolean":
        if (actual !== schema.type) this.fail("bad_type", at, `expected ${schema.type}, got ${actual}`);
        return;
      case "array":
        if (!Array.isArray(value)) {
          this.fail("bad_type", at, `expected array, got ${actual}`);
          return;
        }
        for (const [index, item] of value.entries())
          this.check(item, schema.items ?? {}, `${at}/${index}`, dots);
        return;
      case "object":
        if (!isBox(value)) {
          this.fail("bad_type", at, `expected object, got ${actual}`);
          return;
        }
        {
          this.object(value, schema, at, dots);
          return;
        }
      default:
        return;
    }
  }

  private object(value: Box, schema: Schema, at: string, dots: string): void {
    const tag = deref(this.contract, schema.properties?.["object"]).enum;
    if (
      this.wire.kind === "json" &&
      tag?.length === 1 &&
      value["object"] !== undefined &&
      value["object"] !== tag[0]
    ) {
      this.fail("bad_object", at, `expected a ${tag[0]}, got ${JSON.stringify(value["object"])}`);
      return;
    }
    for (const name of schema.required ?? []) {
      if (name in value) continue;
      if (this.wire.kind === "form")
        this.fail("missing_param", `${at}/${name}`, `required parameter ${name} is missing`);
      // the SDK's types promise these fields, and the API sends them as null
      else this.fail("missing_field", `${at}/${name}`, `required field ${name} is missing`);
    }
    for (const [name, inner] of Object.entries(value)) {
      if (inner === undefined) continue;
      const here = `${at}/${name.replace(/~/g, "~0").replace(/\//g, "~1")}`;
      const deeper = dots ? `${dots}.${name}` : name;
      const sub =
        schema.properties && Object.hasOwn(schema.properties, name)
          ? schema.properties[name]
          : schema.additionalProperties;
      if (!sub) {
        if (schema.properties)
          this.fail(
            this.wire.kind === "form" ? "unknown_param" : "unknown_field",
            here,
            `${name} does not exist here in ${this.contract.apiVersion}`,
          );
        continue;
      }
      if (sub["x-includable"] && this.wire.expanded && !this.wire.expanded.has(deeper))
        this.fail("unexpected_inclusion", here, `${name} is only sent when expanded`);
      this.check(inner, sub, here, deeper);
    }
  }

  /** Narrows by constants first, so that what is reported is about the branch that was meant. */
  private union(value: unknown, branches: Schema[], at: string, dots: string): void {
    const fitting = branches.filter((branch) => this.fits(value, branch));
    let candidates = fitting.length > 0 ? fitting : branches;
    if (isBox(value)) {
      for (const tag of ["deleted", "object", "type"]) {
        const tagged = candidates.filter((branch) => this.tagOf(branch, tag) !== undefined);
        if (tagged.length === 0) continue;
        const hits = candidates.filter((branch) => {
          const constant = this.tagOf(branch, tag);
          return tag === "deleted"
            ? (constant !== undefined) === (value["deleted"] === true)
            : constant === undefined || constant === value[tag];
        });
        if (hits.length === 0) {
          this.fail(
            "bad_object",
            `${at}/${tag}`,
            `${tag} ${JSON.stringify(value[tag])} is not in the contract here`,
          );
          return;
        }
        candidates = hits;
      }
    }
    let best: Violation[] | undefined;
    for (const branch of candidates) {
      const trial = new Validator(this.contract, this.wire);
      trial.check(value, branch, at, dots);
      const found = trial.violations;
      if (!found.some((violation) => violation.severity === "error")) {
        best = found;
        break;
      }
      if (!best || found.length < best.length) best = found;
    }
    this.violations.push(...(best ?? []));
  }

  private fits(value: unknown, branch: Schema): boolean {
    const schema = deref(this.contract, branch);
    if (schema.anyOf || Object.keys(schema).length === 0) return true;
    const isList = schema.type === "array";
    const isMap = schema.type === "object";
    if (typeof value !== "object" || value === null) return !isList && !isMap;
    if (this.wire.kind === "form") return isList || isMap;
    return Array.isArray(value) ? isList : isMap;
  }

  private tagOf(branch: Schema, name: string): unknown {
    const schema = deref(this.contract, deref(this.contract, branch).properties?.[name]);
    return schema.enum?.length === 1 && !schema["x-open-enum"] ? schema.enum[0] : undefined;
  }

  private report(finding: Finding | null, at: string): void {
    if (finding) this.fail(finding.rule, at, finding.message, finding.severity);
  }

  private fail(
    rule: string,
    pointer: string,
    message: string,
    severity: Violation["severity"] = "error",
  ): void {
    this.violations.push({ rule, severity, pointer: pointer || "/", message });
  }
}

function isBox(value: unknown): value is Box {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
