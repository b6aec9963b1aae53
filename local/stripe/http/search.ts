import type { Collection } from "../state/collection";
import type { World } from "../world";
import { type Operation, operation } from "./operation";
import { invalidRequest } from "./stripe-error";

interface SearchParams {
  query: string;
  limit?: number;
  page?: string;
}

interface Clause {
  field: string;
  key: string | null;
  operator: ":" | "~" | ">" | "<" | ">=" | "<=";
  value: string | null;
  negated: boolean;
}

const CLAUSE =
  /\s*(-?)([a-z_]+)(?:\[(['"])(.+?)\3\])?(:|~|>=|<=|>|<)(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^\s]+))\s*/y;

/** A search over one kind (https://docs.stripe.com/search#search-query-language). Its pages are numbered. */
export function searchOperation<T extends { id: string }>(
  path: string,
  collectionOf: (world: World) => Collection<T>,
  fields: readonly string[],
): Operation {
  return operation<SearchParams>("GET", path, ["query", "limit", "page"], ({ world, params }) => {
    const { clauses, any } = parseQuery(params.query, [...fields, "metadata", "created", "currency"]);
    const limit = params.limit ?? 10;
    const page = Number(params.page ?? "1");
    const found: T[] = [];
    for (const value of collectionOf(world).newestFirst()) {
      const matches = clauses.map((clause) => matchesClause(value as Record<string, unknown>, clause));
      if (any ? matches.some(Boolean) : matches.every(Boolean)) found.push(value);
    }
    const data = found.slice((page - 1) * limit, page * limit);
    const hasMore = found.length > page * limit;
    return {
      object: "search_result",
      data,
      has_more: hasMore,
      next_page: hasMore ? String(page + 1) : null,
      url: path,
    };
  });
}

function parseQuery(query: string, fields: readonly string[]): { clauses: Clause[]; any: boolean } {
  const clauses: Clause[] = [];
  const joints: string[] = [];
  let rest = query.trim();
  while (rest) {
    CLAUSE.lastIndex = 0;
    const match = CLAUSE.exec(rest);
    if (!match) throw invalidRequest(`We were unable to parse your search query: ${query}`, "query");
    const [all, minus, field = "", , key, operator, single, double, bare] = match;
    if (!fields.includes(field))
      throw invalidRequest(`Field \`${field}\` is an unsupported search field for this resource.`, "query");
    const value = single ?? double ?? bare ?? "";
    clauses.push({
      field,
      key: key ?? null,
      operator: operator as Clause["operator"],
      value: bare === "null" ? null : value.replace(/\\(.)/g, "$1"),
      negated: minus === "-",
    });
    rest = rest.slice(all.length);
    const joint = /^(AND|OR)\s+/i.exec(rest);
    if (joint) {
      joints.push((joint[1] ?? "").toUpperCase());
      rest = rest.slice(joint[0].length);
    }
  }
  if (joints.includes("AND") && joints.includes("OR"))
    throw invalidRequest("You cannot combine AND and OR in the same query.", "query");
  return { clauses, any: joints.includes("OR") };
}

function matchesClause(value: Record<string, unknown>, clause: Clause): boolean {
  const held = clause.key
    ? (value[clause.field] as Record<string, unknown> | null)?.[clause.key]
    : value[clause.field];
  return holds(held, clause) !== clause.negated;
}

function holds(held: unknown, { operator, value }: Clause): boolean {
  if (value === null) return held === null || held === undefined;
  if (held === null || held === undefined) return false;
  switch (operator) {
    case ":":
      return String(held).toLowerCase() === value.toLowerCase();
    case "~":
      return String(held).toLowerCase().includes(value.toLowerCase());
    case ">":
      return Number(held) > Number(value);
    case "<":
      return Number(held) < Number(value);
    case ">=":
      return Number(held) >= Number(value);
    case "<=":
      return Number(held) <= Number(value);
  }
}
