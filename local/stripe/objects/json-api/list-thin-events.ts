import { thinEventBody } from "../../events/thin-event-body";
import type { ThinEventRecord } from "../../state/records";
import type { World } from "../../world";

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

/** A page of thin events, newest first; API v2 pages by address (https://docs.stripe.com/api-v2-overview#list-pagination). */
export function listThinEvents(world: World, query: URLSearchParams): object {
  const limit = Math.min(MAX_LIMIT, Math.max(1, Number(query.get("limit") ?? DEFAULT_LIMIT)));
  const types = [...query.entries()].filter(([name]) => /^types(\[|$)/.test(name)).map(([, type]) => type);
  const object = query.get("object_id");
  const page: ThinEventRecord[] = [];
  let hasMore = false;
  for (const record of world.state.thinEvents.newestFirst(
    object ? { index: "object", key: object } : undefined,
    query.get("page") ?? undefined,
  )) {
    if (types.length > 0 && !types.includes(record.type)) continue;
    if (page.length === limit) {
      hasMore = true;
      break;
    }
    page.push(record);
  }
  const next = new URLSearchParams(query);
  next.set("page", page.at(-1)?.id ?? "");
  return {
    data: page.map(thinEventBody),
    next_page_url: hasMore ? `/v2/core/events?${next}` : null,
    previous_page_url: null,
  };
}
