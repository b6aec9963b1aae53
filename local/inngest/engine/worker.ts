import { claimItems, type LeasedItem, releaseItem } from "../store/queue";
import { type EngineContext, isProcessing, now } from "./context";
import { executeItem } from "./execute-item";
import { createLoop, type Loop } from "./loop";

export interface Worker extends Loop {
  /** The queue items of the calls under way at this moment. */
  listInFlight(): string[];
  /** Resolves when no call is under way. */
  drained(): Promise<void>;
}

const FAULT_WAIT_MS = 5_000;

/** Claims due calls up to the concurrency of this process and makes them. */
export function createWorker(context: EngineContext): Worker {
  const { maxInFlight } = context.options;
  const inFlight = new Set<{ itemId: string }>();
  let onDrained: (() => void) | null = null;

  const follow = async (first: LeasedItem): Promise<void> => {
    let item: LeasedItem | null = first;
    const slot = { itemId: first.id };
    inFlight.add(slot);
    try {
      while (item) {
        slot.itemId = item.id;
        item = await executeItem(context, item);
      }
    } catch (error) {
      context.log.failure("a call could not be stored", error);
      if (item) await giveBack(item);
    } finally {
      inFlight.delete(slot);
      if (inFlight.size === 0) onDrained?.();
      loop.nudge();
    }
  };

  /** The lease would end by itself; this only makes it sooner, so its own failure changes nothing. */
  const giveBack = async (item: LeasedItem): Promise<void> => {
    const availableAt = new Date(now(context).getTime() + FAULT_WAIT_MS);
    await releaseItem(context.pool, item, { attempt: item.attempt, availableAt }).catch((error: unknown) =>
      context.log.failure("a lease could not be given back", error),
    );
  };

  const loop = createLoop(
    "claiming calls",
    async () => {
      if (!isProcessing(context) || inFlight.size >= maxInFlight) return false;
      const items = await claimItems(
        context.relaxedPool,
        context.owner,
        now(context),
        maxInFlight - inFlight.size,
      );
      for (const item of items) void follow(item);
      return items.length > 0;
    },
    context.log,
  );

  return {
    nudge: loop.nudge,
    stop: loop.stop,
    listInFlight: () => [...inFlight].map((slot) => slot.itemId),
    async drained() {
      if (inFlight.size > 0) await new Promise<void>((resolve) => (onDrained = resolve));
    },
  };
}
