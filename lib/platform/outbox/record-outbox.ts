import type { Queryable, Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";

export interface OutboxEvent {
  /** `<domain>/<noun>.<past-verb>` */
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Not sent before this instant; at once when left out. */
  readonly availableAt?: Date;
}

/**
 * Stores events in the caller's transaction, to be sent once it has committed: what must follow a change is
 * lost only if the change is.
 */
export async function recordOutbox(
  tx: Transaction | Queryable,
  events: readonly OutboxEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => ({
    id: newId(),
    name: event.name,
    data: event.data as never,
    availableAt: event.availableAt ?? new Date(0),
  }));
  await tx`insert into outbox ${tx(rows, "id", "name", "data", "availableAt")}`;
}
