import type { Clock } from "@/lib/platform/clock";
import type { Sql } from "@/lib/platform/db";
import {
  isRefusedByDatabase,
  isWorthRetrying,
  type TrackCall,
  type TrackResult,
  trackItems,
} from "../repository";
import { createGatherer } from "./create-gatherer";

export type Track = (call: TrackCall) => Promise<readonly TrackResult[]>;

/** Items in one statement: enough that its fixed cost does not matter, few enough to stay below 50 ms. */
const MAX_ITEMS = 2_000;
/** One statement computes while the other commits; more would only queue at the same counters. */
const MAX_IN_FLIGHT = 2;
/** About three seconds of work. */
const MAX_WAITING_ITEMS = 50_000;

/** A gatherer of its own, for tests and benchmarks. The time of a statement is taken when it is sent. */
export function createTracker(clock: Clock, sql?: Sql): Track {
  return createGatherer<TrackCall, readonly TrackResult[]>({
    run: (calls) => trackItems(calls, clock.now(), sql),
    weigh: (call) => call.items.length,
    maxWeight: MAX_ITEMS,
    maxInFlight: MAX_IN_FLIGHT,
    maxWaiting: MAX_WAITING_ITEMS,
    isWorthRetrying,
    isHarmless: isRefusedByDatabase,
  });
}

// Calls that go together are counted at one time, so each clock has its gatherer. A process has one clock.
const trackers = new WeakMap<Clock, Track>();

/** Counts a call together with the others of this process. */
export function gatherTracking(call: TrackCall, clock: Clock): Promise<readonly TrackResult[]> {
  let track = trackers.get(clock);
  if (!track) {
    track = createTracker(clock);
    trackers.set(clock, track);
  }
  return track(call);
}
