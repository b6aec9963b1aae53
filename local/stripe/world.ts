import { DueQueue } from "./clock/due-queue";
import { dueRules } from "./clock/due-rules";
import { changedFields } from "./events/changed-fields";
import { eventObject } from "./events/event-object";
import { StripeError } from "./http/stripe-error";
import { defaultSettings, type Settings } from "./settings";
import { ChangeLog } from "./state/change-log";
import { newStripeId } from "./state/ids";
import { openState, type State } from "./state/open-state";
import type { ThinEventRecord } from "./state/records";

/** The request an event is caused by; null for what happens by itself. */
export interface RequestOrigin {
  id: string;
  idempotencyKey: string | null;
}

/** Everything one local Stripe knows: its objects, its clocks, its settings. Verbs take it as first argument. */
export class World {
  readonly log = new ChangeLog();
  readonly queue = new DueQueue();
  readonly state: State;
  private given: Settings;
  /** The given settings with what the control API changed; made again when that changes. */
  private merged: { from: string | null; settings: Settings } | null = null;
  /** The version that every answer and event is rendered for. */
  readonly apiVersion: string;
  origin: RequestOrigin | null = null;
  /** Called with the events of a transaction once it is certain that they happened. */
  onEvents: (events: { id: string; type: string }[]) => void = () => undefined;
  /** Called within the transaction when a customer's subscription has changed. */
  onSubscriptionChange: (customer: string) => void = () => undefined;
  /** While the global clock works through its dues, the time it has reached. */
  private reached: number | null = null;
  /** Called before anybody is told what happened: whatever keeps the state keeps it now. */
  beforeTelling: () => void = () => undefined;
  /** Somebody works through what is due by himself, in another order than time passes here. */
  duesArePaused = false;
  private fresh: string[] = [];

  constructor(apiVersion: string, settings: Partial<Settings> = {}) {
    this.apiVersion = apiVersion;
    this.given = { ...defaultSettings, ...settings };
    this.state = openState(this.log, this.queue, dueRules(this));
  }

  get settings(): Settings {
    const changed = this.state.meta.find("settings")?.value;
    const from = typeof changed === "string" ? changed : null;
    if (this.merged?.from !== from || !this.merged)
      this.merged = { from, settings: { ...this.given, ...(from ? JSON.parse(from) : {}) } };
    return this.merged.settings;
  }

  /** Changes settings until they are changed again or everything is reset; they are kept like all state. */
  changeSettings(changes: Partial<Settings>): void {
    const changed = this.state.meta.find("settings")?.value;
    const known: Partial<Settings> = typeof changed === "string" ? JSON.parse(changed) : {};
    this.state.meta.put({ id: "settings", value: JSON.stringify({ ...known, ...changes }) });
    // what is due when may follow from a setting
    for (const collection of Object.values(this.state)) collection.announceAll();
  }

  /** Where it can be reached, once that is known. */
  set publicUrl(url: string) {
    this.given = { ...this.given, publicUrl: url };
    this.merged = null;
  }

  /** Unix seconds on a test clock, or on the global one (wall time plus what the control API added). */
  now(clock: string | null = null): number {
    if (clock) return this.state.testClocks.find(clock)?.frozen_time ?? this.now();
    if (this.reached !== null) return this.reached;
    return Math.floor(Date.now() / 1000) + this.clockOffset;
  }

  /** Seconds by which the global clock is ahead of wall time. */
  get clockOffset(): number {
    const value = this.state.meta.find("clock_offset")?.value;
    return typeof value === "number" ? value : 0;
  }

  /** Runs work with the global clock standing at a moment. */
  atGlobalTime<T>(moment: number, work: () => T): T {
    this.reached = moment;
    try {
      return work();
    } finally {
      this.reached = null;
    }
  }

  clockOf(customer: string | null | undefined): string | null {
    return (customer && this.state.customers.find(customer)?.test_clock) || null;
  }

  nowOf(customer: string | null | undefined): number {
    return this.now(this.clockOf(customer));
  }

  newId(prefix: string): string {
    return newStripeId(prefix);
  }

  /** A counter that survives restarts. */
  nextNumber(name: string): number {
    const known = this.state.meta.find(name)?.value;
    const next = (typeof known === "number" ? known : 0) + 1;
    this.state.meta.put({ id: name, value: next });
    return next;
  }

  /** Records that something happened. `before` fills `previous_attributes` and is given for updates. */
  emit(type: string, object: object, before?: object): void {
    const shown = eventObject(object);
    const previous = before ? changedFields(eventObject(before), shown) : null;
    // an update that changed nothing is not an event
    if (previous && Object.keys(previous).length === 0) return;
    const id = this.newId("evt");
    this.state.events.put({
      id,
      type,
      created: this.now(clockOfObject(this, object)),
      object: shown,
      previous,
      request: { id: this.origin?.id ?? null, idempotency_key: this.origin?.idempotencyKey ?? null },
    });
    this.fresh.push(id);
    if (type.startsWith("customer.subscription.") && "customer" in object)
      this.onSubscriptionChange(String(object.customer));
  }

  /** Records a thin event: it names its object, and whoever receives it fetches the rest. */
  emitThin(type: string, related: ThinEventRecord["related"], data: object): void {
    const id = this.newId("evt");
    this.state.thinEvents.put({ id, type, created: this.now(), related, data });
    this.fresh.push(id);
  }

  /** All or nothing: a throw takes every change back, except a declined card's, whose traces stay as with Stripe. */
  transact<T>(work: () => T): T {
    const savepoint = this.log.begin();
    const firstEvent = this.fresh.length;
    let result: T;
    try {
      result = work();
    } catch (error) {
      if (error instanceof StripeError && error.keepsChanges) this.log.commit();
      else {
        this.log.rollback(savepoint);
        this.fresh.length = firstEvent;
      }
      this.publish();
      throw error;
    }
    this.log.commit();
    this.publish();
    return result;
  }

  /** Runs work, keeps its result and takes back everything it did: a preview is the real thing, undone. */
  rehearse<T>(work: () => T): T {
    const savepoint = this.log.begin();
    const firstEvent = this.fresh.length;
    try {
      return work();
    } finally {
      this.log.rollback(savepoint);
      this.fresh.length = firstEvent;
    }
  }

  private publish(): void {
    if (this.log.isOpen || this.fresh.length === 0) return;
    const events = this.fresh.flatMap(
      (id) => this.state.events.find(id) ?? this.state.thinEvents.find(id) ?? [],
    );
    this.fresh = [];
    this.onEvents(events);
  }
}

function clockOfObject(world: World, object: object): string | null {
  if ("test_clock" in object && typeof object.test_clock === "string") return object.test_clock;
  if ("customer" in object && typeof object.customer === "string") return world.clockOf(object.customer);
  return null;
}
