import type { Context } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { type EventOutcome, handleStored, markProviderEvent } from "@/lib/platform/inbox";
import { type AuditEntry, recordAuditEntries } from "../audit/record-audit";
import type { ReadSeats } from "../teams/seats";
import { ignored } from "../webhooks/handler";
import { identityEvent } from "../webhooks/read-event";
import { lockWaitingEvent } from "../webhooks/repository";
import { handlingOf } from "../webhooks/table";

/**
 * Handles one stored event of the identity provider. Its effects, their audit rows and the handled mark commit
 * together: an event that is handled again, or twice at once, has one effect, and one whose handling was cut off
 * has none and is handled again. What it told of people stands in our own tables then, and is not kept a second time.
 *
 * @throws what the database threw, after noting the attempt: the queue tries again
 */
export const handleIdentityEvent = (
  ctx: Context,
  eventId: string,
  readSeats: ReadSeats,
): Promise<EventOutcome> =>
  handleStored("clerk", eventId, async ({ id, type, payload }) =>
    database().begin(async (tx): Promise<EventOutcome> => {
      if (!(await lockWaitingEvent(tx, id))) {
        return { eventId: id, status: "handled", reason: "somebody else has just handled it" };
      }
      const handling = handlingOf(type);
      const entries: AuditEntry[] = [];
      const record = (entry: AuditEntry) => void entries.push(entry);
      const applied =
        typeof handling === "string"
          ? ignored(handling)
          : await handling(tx, { ...ctx, readSeats, record }, identityEvent.parse(payload).data);
      await recordAuditEntries(tx, ctx, entries);
      const { status, reason, accountId = null } = applied;
      await markProviderEvent(tx, { id, status, reason, accountId, customerId: null, forget: true });
      return { eventId: id, status, reason };
    }),
  );
