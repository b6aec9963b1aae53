import type { World } from "../../world";

/** Enters the schedule's next phase, or ends it. */
export function advanceSchedule(world: World, id: string): void {
  world.state.schedules.get(id);
}
