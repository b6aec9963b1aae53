import type { Collection } from "../state/collection";
import { invalidRequest, noSuch } from "./stripe-error";

export interface PageParams {
  limit?: number;
  starting_after?: string;
  ending_before?: string;
  created?: number | { gt?: number; gte?: number; lt?: number; lte?: number };
}

export interface Page<T> {
  object: "list";
  data: T[];
  has_more: boolean;
  url: string;
}

interface Source<T> {
  url: string;
  /** Walk only this key of this index. */
  by?: { index: string; key: string } | undefined;
  where?: (value: T) => boolean;
}

/**
 * A page of a list, newest first, by cursor (https://docs.stripe.com/api/pagination): `limit` between 1 and 100,
 * 10 by default; `ending_before` gives the page right before that object.
 */
export function listPage<T extends { id: string }>(
  collection: Collection<T>,
  params: PageParams,
  source: Source<T>,
): Page<T> {
  const limit = readLimit(params);
  const cursor = params.starting_after ?? params.ending_before;
  if (params.starting_after && params.ending_before)
    throw invalidRequest("Received both starting_after and ending_before. Please pass only one.");
  if (cursor && !collection.find(cursor))
    throw noSuch(
      kindOf(collection.name),
      cursor,
      params.starting_after ? "starting_after" : "ending_before",
      400,
    );
  const walk = params.ending_before
    ? collection.oldestFirst(source.by, params.ending_before)
    : collection.newestFirst(source.by, params.starting_after);
  const data: T[] = [];
  let hasMore = false;
  for (const value of walk) {
    if (!isInRange(value, params.created) || (source.where && !source.where(value))) continue;
    if (data.length === limit) {
      hasMore = true;
      break;
    }
    data.push(value);
  }
  if (params.ending_before) data.reverse();
  return { object: "list", data, has_more: hasMore, url: source.url };
}

/** "checkoutSessions" holds each "checkout_session". */
function kindOf(collection: string): string {
  return collection.replace(/s$/, "").replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The same over a list that lies inside an object, in its own order. */
export function listPageOf<T extends { id: string }>(
  values: readonly T[],
  params: PageParams,
  url: string,
): Page<T> {
  const limit = readLimit(params);
  const position = (id: string, param: string) => {
    const at = values.findIndex((value) => value.id === id);
    if (at < 0) throw noSuch("line item", id, param, 400);
    return at;
  };
  if (params.ending_before) {
    const end = position(params.ending_before, "ending_before");
    const start = Math.max(0, end - limit);
    return { object: "list", data: values.slice(start, end), has_more: start > 0, url };
  }
  const start = params.starting_after ? position(params.starting_after, "starting_after") + 1 : 0;
  return {
    object: "list",
    data: values.slice(start, start + limit),
    has_more: values.length > start + limit,
    url,
  };
}

function readLimit(params: PageParams): number {
  const limit = params.limit ?? 10;
  if (limit < 1)
    throw invalidRequest(
      "This value must be greater than or equal to 1.",
      "limit",
      "parameter_invalid_integer",
    );
  if (limit > 100)
    throw invalidRequest(
      "This value must be less than or equal to 100.",
      "limit",
      "parameter_invalid_integer",
    );
  return limit;
}

function isInRange(value: object, range: PageParams["created"]): boolean {
  if (range === undefined || !("created" in value) || typeof value.created !== "number") return true;
  const at = value.created;
  if (typeof range === "number") return at === range;
  return (
    at > (range.gt ?? -1) &&
    at >= (range.gte ?? 0) &&
    at < (range.lt ?? Infinity) &&
    at <= (range.lte ?? Infinity)
  );
}
