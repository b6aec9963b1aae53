import type { Delivery } from "../state/records";
import type { World } from "../world";
import { endpointSecrets } from "./endpoint-secrets";
import { eventPayload } from "./event-payload";
import { listensTo } from "./listens-to";
import { type SendOutcome, sendEvent } from "./send-event";
import { shuffle } from "./shuffle";

/**
 * Waits between attempts, in milliseconds. Stripe retries for up to three days with growing waits
 * (https://docs.stripe.com/webhooks#retries); the first ones are shorter here, so that a restart is soon made good.
 */
const BACKOFF_MS = [
  1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000, 10_800_000, 21_600_000,
  43_200_000, 86_400_000, 86_400_000,
];
const MAX_IN_FLIGHT = 8;
/** Finished deliveries kept for the control page. */
const MAX_KEPT = 5_000;

/** One try at one endpoint, for whoever watches. */
export interface Attempt extends SendOutcome {
  type: string;
  event: string;
  /** Milliseconds until the next try; null when there is none. */
  again: number | null;
}

/** "-> customer.created evt_1 200", or why not and when again. */
export function describeAttempt({ type, event, status, error, again }: Attempt): string {
  const next = again === null ? "" : `, again in ${again / 1000} s`;
  return `-> ${type} ${event} ${status ?? error}${next}`;
}

export interface ReleaseOptions {
  shuffle?: boolean;
  /** How often each delivery is sent; 1 by default. */
  times?: number;
  /** Only so many, oldest first. */
  limit?: number;
}

/** Sends events to webhook endpoints: signed, in parallel, retried; can be held, released, repeated and dropped. */
export class Deliverer {
  private readonly ready: string[] = [];
  private inFlight = 0;
  private timer: NodeJS.Timeout | null = null;
  private closed = false;
  /** New events are kept and not sent. */
  isQuiet = false;
  onAttempt: (attempt: Attempt) => void = () => undefined;

  constructor(private readonly world: World) {
    world.onEvents = (events) => this.enqueue(events);
  }

  get isHolding(): boolean {
    return this.world.state.meta.find("webhooks_held")?.value === true;
  }

  /** How often each new event is sent. */
  get times(): number {
    const value = this.world.state.meta.find("webhooks_times")?.value;
    return typeof value === "number" ? value : 1;
  }

  /** Takes up what a stopped process left. */
  resume(): void {
    for (const delivery of this.world.state.deliveries.oldestFirst())
      if (delivery.state === "pending") this.schedule(delivery);
    this.pump();
  }

  enqueue(events: readonly { id: string; type: string }[]): void {
    if (this.isQuiet) {
      this.trimEvents();
      return;
    }
    for (const event of events)
      for (const endpoint of this.world.state.webhookEndpoints.oldestFirst())
        if (listensTo(endpoint, event.type)) this.add(event.id, endpoint.id, this.times);
    this.trimEvents();
    this.pump();
  }

  /** Sends an event again, whatever became of it before. Returns how many deliveries that makes. */
  resend(event: string, times = 1): number {
    let count = 0;
    const type = typeOf(this.world, event);
    for (const endpoint of this.world.state.webhookEndpoints.oldestFirst()) {
      if (!listensTo(endpoint, type)) continue;
      this.add(event, endpoint.id, times);
      count += times;
    }
    this.pump();
    return count;
  }

  hold(): void {
    this.world.state.meta.put({ id: "webhooks_held", value: true });
  }

  repeat(times: number): void {
    this.world.state.meta.put({ id: "webhooks_times", value: times });
  }

  /** Lets held deliveries go. Returns how many. */
  release(options: ReleaseOptions = {}): number {
    const held = this.world.state.deliveries.all().filter((delivery) => delivery.state === "held");
    const chosen = held.slice(0, options.limit ?? held.length);
    if (chosen.length === held.length) this.world.state.meta.put({ id: "webhooks_held", value: false });
    if (options.shuffle) shuffle(chosen);
    let count = 0;
    for (const delivery of chosen) {
      this.schedule(this.world.state.deliveries.put({ ...delivery, state: "pending", nextAt: Date.now() }));
      count++;
      for (let copy = 1; copy < (options.times ?? 1); copy++, count++)
        this.add(delivery.event, delivery.endpoint, 1, true);
    }
    this.pump();
    return count;
  }

  /** Throws held deliveries away, optionally only those of a type or the oldest so many. Returns how many. */
  drop(options: { type?: string; limit?: number } = {}): number {
    const held = this.world.state.deliveries
      .all()
      .filter(
        (delivery) =>
          delivery.state === "held" &&
          (!options.type || this.world.state.events.find(delivery.event)?.type === options.type),
      )
      .slice(0, options.limit);
    for (const delivery of held)
      this.world.state.deliveries.put({ ...delivery, state: "dropped", nextAt: null });
    return held.length;
  }

  close(): void {
    this.closed = true;
    if (this.timer) clearTimeout(this.timer);
  }

  private add(event: string, endpoint: string, times: number, evenWhenHeld = false): void {
    const isHeld = this.isHolding && !evenWhenHeld;
    for (let copy = 0; copy < times; copy++) {
      const delivery = this.world.state.deliveries.put({
        id: this.world.newId("wdl"),
        event,
        endpoint,
        attempts: [],
        nextAt: isHeld ? null : Date.now(),
        state: isHeld ? "held" : "pending",
      });
      if (!isHeld) this.schedule(delivery);
    }
  }

  private schedule(delivery: Delivery): void {
    const wait = (delivery.nextAt ?? 0) - Date.now();
    if (wait <= 0) {
      this.ready.push(delivery.id);
      return;
    }
    setTimeout(() => {
      this.ready.push(delivery.id);
      this.pump();
    }, wait).unref();
  }

  private pump(): void {
    if (this.closed || this.timer) return;
    // after the request that caused it has been answered
    this.timer = setTimeout(() => {
      this.timer = null;
      while (this.inFlight < MAX_IN_FLIGHT && this.ready.length > 0) {
        const id = this.ready.shift();
        if (id) void this.attempt(id);
      }
    }, 0);
  }

  private async attempt(id: string): Promise<void> {
    const { state } = this.world;
    const delivery = state.deliveries.find(id);
    const payload = eventPayload(this.world, delivery?.event ?? "");
    const endpoint = state.webhookEndpoints.find(delivery?.endpoint ?? "");
    if (delivery?.state !== "pending") return;
    // an endpoint that is gone or switched off when its turn comes gets no further try, as with Stripe
    if (!payload || endpoint?.status !== "enabled") {
      state.deliveries.put({ ...delivery, nextAt: null, state: "failed" });
      return;
    }
    this.world.beforeTelling();
    this.inFlight++;
    const outcome = await sendEvent(endpoint.url, payload, endpointSecrets(this.world, endpoint.id));
    this.inFlight--;
    const current = state.deliveries.find(id);
    if (current && !this.closed) this.settle(current, outcome);
    this.pump();
  }

  private settle(delivery: Delivery, outcome: SendOutcome): void {
    const attempts = [...delivery.attempts, { at: Date.now(), ...outcome }];
    const isDone = outcome.status !== null && outcome.status >= 200 && outcome.status < 300;
    const wait = BACKOFF_MS[attempts.length - 1];
    const type = typeOf(this.world, delivery.event);
    this.onAttempt({ ...outcome, type, event: delivery.event, again: isDone ? null : (wait ?? null) });
    if (isDone || wait === undefined) {
      this.world.state.deliveries.put({
        ...delivery,
        attempts,
        nextAt: null,
        state: isDone ? "delivered" : "failed",
      });
      this.trimDeliveries();
      return;
    }
    this.schedule(this.world.state.deliveries.put({ ...delivery, attempts, nextAt: Date.now() + wait }));
  }

  private trimDeliveries(): void {
    const { deliveries } = this.world.state;
    while (deliveries.size > MAX_KEPT) {
      let oldest: Delivery | undefined;
      for (const delivery of deliveries.oldestFirst())
        if (delivery.state === "delivered" || delivery.state === "dropped" || delivery.state === "failed") {
          oldest = delivery;
          break;
        }
      if (!oldest) return;
      deliveries.delete(oldest.id);
    }
  }

  private trimEvents(): void {
    const { events } = this.world.state;
    const { maxEvents } = this.world.settings;
    // a tenth more than that is let in, so that trimming is rare
    if (events.size > maxEvents * 1.1) events.deleteOldest(events.size - maxEvents);
  }
}

function typeOf(world: World, event: string): string {
  return (world.state.events.find(event) ?? world.state.thinEvents.find(event))?.type ?? "";
}
