import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { listSchema, TypeReader } from "./read-types";
import type { Contract, HttpMethod, Schema } from "./schema";
import { INCLUDABLE, SURFACE } from "./surface";
import { trimContract } from "./trim-contract";

interface Call {
  method: HttpMethod;
  url: string;
}

/**
 * Derives the contract from the type files of an installed `stripe` package: paths and methods from the bodies of the
 * SDK's own calls, parameters and answers from their types, which Stripe generates from its specification. Lost on
 * the way: lengths and patterns.
 *
 * @param packageDirectory where the package lies, e.g. `node_modules/stripe`
 * @throws when the package's layout changed so much that a listed field no longer exists
 */
export function buildContract(packageDirectory: string): Contract {
  const resources = path.join(packageDirectory, "cjs/resources");
  const files = walk(resources).filter((file) => file.endsWith(".d.ts") && !/[\\/]V2[\\/]/.test(file));
  const program = ts.createProgram(files, {
    strict: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    skipLibCheck: true,
    noEmit: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const reader = new TypeReader(checker, resources);
  const paths: Contract["paths"] = {};
  for (const file of files) {
    const source = program.getSourceFile(file);
    if (source) readOperations(source, readCalls(file.replace(/\.d\.ts$/, ".js")), checker, reader, paths);
  }
  markIncludable(reader.schemas);
  const read = (name: string) => readFileSync(path.join(packageDirectory, name), "utf8").trim();
  return trimContract({
    apiVersion: /ApiVersion = '([^']+)'/.exec(read("cjs/apiVersion.js"))?.[1] ?? "unknown",
    sdkVersion: read("VERSION"),
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    schemas: reader.schemas,
  });
}

function walk(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const at = path.join(directory, entry.name);
    return entry.isDirectory() ? walk(at) : [at];
  });
}

/** `Class.method` -> the first `this._makeRequest("POST", "/v1/...")` of its body. */
function readCalls(file: string): Map<string, Call> {
  const calls = new Map<string, Call>();
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
  const visit = (node: ts.Node, className: string, methodName: string): void => {
    let inClass = className;
    let inMethod = methodName;
    if (ts.isClassDeclaration(node)) inClass = node.name?.text ?? "";
    if (ts.isMethodDeclaration(node)) inMethod = node.name.getText();
    const key = `${inClass}.${inMethod}`;
    if (ts.isCallExpression(node) && node.expression.getText().endsWith("._makeRequest") && !calls.has(key)) {
      const [verb, url] = node.arguments;
      const text = url && urlText(url);
      if (verb && ts.isStringLiteral(verb) && text)
        calls.set(key, { method: verb.text.toLowerCase() as HttpMethod, url: text });
    }
    ts.forEachChild(node, (child) => visit(child, inClass, inMethod));
  };
  visit(source, "", "");
  return calls;
}

function urlText(url: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(url)) return url.text;
  if (!ts.isTemplateExpression(url)) return undefined;
  const spans = url.templateSpans.map((span) => {
    const argument = ts.isCallExpression(span.expression)
      ? span.expression.arguments[0]?.getText()
      : undefined;
    return `{${argument ?? "id"}}${span.literal.text}`;
  });
  return url.head.text + spans.join("");
}

function readOperations(
  source: ts.SourceFile,
  calls: Map<string, Call>,
  checker: ts.TypeChecker,
  reader: TypeReader,
  paths: Contract["paths"],
): void {
  ts.forEachChild(source, (node) => {
    if (!ts.isClassDeclaration(node) || !node.name) return;
    for (const member of node.members) {
      if (!ts.isMethodDeclaration(member) || !member.type) continue;
      const operationId = `${node.name.text}.${member.name.getText()}`;
      const call = calls.get(operationId);
      if (!call || !SURFACE.test(call.url)) continue;
      const { item, kind } = unwrap(member.type);
      const one = reader.read(checker.getTypeFromTypeNode(item));
      const parameter = member.parameters.find((candidate) =>
        /Params$/.test(candidate.type?.getText() ?? ""),
      );
      const operations = paths[call.url] ?? {};
      paths[call.url] = operations;
      operations[call.method] = {
        operationId,
        params: parameter?.type
          ? reader.read(checker.getTypeFromTypeNode(parameter.type))
          : { type: "object" },
        answer: kind === "one" ? one : listSchema(one, kind),
      };
    }
  });
}

/** `Promise<Response<X>>`, `ApiListPromise<X>` and `ApiSearchResultPromise<X>` are about X. */
function unwrap(type: ts.TypeNode): { item: ts.TypeNode; kind: "one" | "list" | "search" } {
  if (!ts.isTypeReferenceNode(type)) return { item: type, kind: "one" };
  const argument = type.typeArguments?.[0];
  if (!argument) return { item: type, kind: "one" };
  switch (type.typeName.getText()) {
    case "Promise":
    case "Response":
      return unwrap(argument);
    case "ApiListPromise":
      return { item: argument, kind: "list" };
    case "ApiSearchResultPromise":
      return { item: argument, kind: "search" };
    default:
      return { item: type, kind: "one" };
  }
}

function markIncludable(schemas: Record<string, Schema>): void {
  for (const [name, fields] of Object.entries(INCLUDABLE)) {
    const schema = schemas[name];
    for (const field of fields) {
      const property = schema?.properties?.[field];
      if (!schema?.properties || !property || schema.required?.includes(field))
        throw new Error(`The list of includable fields is stale: ${name}.${field} is gone or always sent.`);
      schema.properties[field] = { ...property, "x-includable": true };
    }
  }
}
