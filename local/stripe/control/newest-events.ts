import type { EventRecord } from "../state/records";
import type { World } from "../world";

/** The last events of a type, "invoice.paid", or of a family, "invoice.*"; of all when none is named. */
export function newestEvents(world: World, type: string, limit: number): EventRecord[] {
  const found: EventRecord[] = [];
  const isExact = type !== "" && !type.endsWith("*");
  const family = type.replace(/\*$/, "");
  for (const event of world.state.events.newestFirst(isExact ? { index: "type", key: type } : undefined)) {
    if (found.length === limit) break;
    if (isExact || event.type.startsWith(family)) found.push(event);
  }
  return found;
}
