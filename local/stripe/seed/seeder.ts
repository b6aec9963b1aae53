import { runDue } from "../clock/advance-clock";
import type { Deliverer } from "../webhooks/deliverer";
import type { World } from "../world";
import type { SeedWish } from "./demo-sets";
import { type Made, planSeed, type SeedAct } from "./plan-seed";

export interface SeedProgress extends SeedWish {
  state: "running" | "done" | "failed" | "stopped";
  /** What is made so far; invoices by status, which are counted at the end. */
  made: Made & { invoices: Record<string, number> };
  /** How far through the months it is, Unix seconds. */
  reached: number;
  milliseconds: number;
  error: string | null;
}

const SLICE_MS = 8;

/**
 * Fills a Stripe with customers and their past: each comes at a time in the past, and what fell due since happens in
 * order, each thing at its own second. Gives way to other requests every few milliseconds. The events of it are kept
 * and listed, but not sent: nobody asked to hear of years at once.
 */
export class Seeder {
  private current: SeedProgress | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly world: World,
    private readonly deliverer: Deliverer,
  ) {}

  get progress(): SeedProgress | null {
    return this.current;
  }

  get isRunning(): boolean {
    return this.current?.state === "running";
  }

  /** Begins. @throws when it is under way already */
  start(wish: SeedWish): SeedProgress {
    if (this.isRunning) throw new Error("Seeding is under way already.");
    const progress: SeedProgress = {
      ...wish,
      state: "running",
      made: { customers: 0, subscriptions: 0, refunds: 0, disputes: 0, invoices: {} },
      reached: this.world.now() - wish.months * 30 * 86_400,
      milliseconds: 0,
      error: null,
    };
    this.current = progress;
    this.running = this.run(progress);
    return progress;
  }

  /** Resolves when what is under way has ended. */
  async finished(): Promise<SeedProgress | null> {
    await this.running;
    return this.current;
  }

  /** Ends what is under way where it is; resolves when nothing of it happens any more. */
  async stop(): Promise<void> {
    if (this.current?.state === "running") this.current.state = "stopped";
    await this.running;
  }

  private async run(progress: SeedProgress): Promise<void> {
    const began = performance.now();
    this.world.duesArePaused = true;
    try {
      await this.live(progress, began);
    } catch (error) {
      progress.state = "failed";
      progress.error = error instanceof Error ? error.message : String(error);
      console.error(`local stripe: seeding failed: ${error instanceof Error ? error.stack : error}`);
    } finally {
      this.world.duesArePaused = false;
      progress.milliseconds = Math.round(performance.now() - began);
    }
  }

  /** Goes through the months, as long as nobody stops it. */
  private async live(progress: SeedProgress, began: number): Promise<void> {
    const { acts, lives } = this.quietly(() => planSeed(this.world, progress));
    for await (const act of inSlices(acts)) {
      await this.catchUp(act.at, progress);
      if (progress.state !== "running") return;
      this.quietly(() =>
        this.world.atGlobalTime(act.at, () => this.world.transact(() => act.run(progress.made))),
      );
      progress.milliseconds = Math.round(performance.now() - began);
    }
    await this.catchUp(this.world.now(), progress);
    if (progress.state !== "running") return;
    progress.made.invoices = countInvoices(this.world, lives);
    progress.state = "done";
  }

  /** What happens to everybody else meanwhile is sent as ever. */
  private quietly<T>(work: () => T): T {
    this.deliverer.isQuiet = true;
    try {
      return work();
    } finally {
      this.deliverer.isQuiet = false;
    }
  }

  /** Does everything that falls due up to a time. */
  private async catchUp(until: number, progress: SeedProgress): Promise<void> {
    for await (const due of inSlices(duesUntil(this.world, until))) {
      const work = () => this.world.atGlobalTime(due.at, () => runDue(this.world, due.key));
      if (isSeeded(this.world, due.key)) this.quietly(work);
      else work();
      progress.reached = due.at;
      if (progress.state !== "running") return;
    }
    progress.reached = until;
  }
}

function countInvoices(world: World, lives: readonly { customer: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { customer } of lives)
    for (const { status } of world.state.invoices.newestFirst({ index: "customer", key: customer }))
      counts[status ?? "draft"] = (counts[status ?? "draft"] ?? 0) + 1;
  return counts;
}

/** Whether what falls due belongs to a customer that was made here. */
function isSeeded(world: World, key: string): boolean {
  const [kind = "", id = ""] = key.split(":", 2);
  const { subscriptions, invoices, customers } = world.state;
  const owner =
    kind === "subscriptions"
      ? subscriptions.find(id)?.customer
      : kind === "invoices"
        ? invoices.find(id)?.customer
        : null;
  return customers.find(owner ?? "")?.metadata["seeded"] === "true";
}

function* duesUntil(world: World, until: number): Generator<{ key: string; at: number }> {
  for (;;) {
    const due = world.queue.peek(null, until);
    if (!due) return;
    yield due;
  }
}

/** Hands out one after the other, and lets others run in between. */
async function* inSlices<T extends SeedAct | { key: string; at: number }>(
  values: Iterable<T>,
): AsyncGenerator<T> {
  let end = performance.now() + SLICE_MS;
  for (const value of values) {
    yield value;
    if (performance.now() < end) continue;
    await new Promise((resolve) => setImmediate(resolve));
    end = performance.now() + SLICE_MS;
  }
}
