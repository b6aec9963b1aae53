import { requeueStalled } from "@/lib/platform/inbox";
import { providerEventReceived } from "../events";

/** Queues Stripe's events again that have been pending for too long. */
export const requeueStalledEvents = (): Promise<{ readonly requeued: number }> =>
  requeueStalled("stripe", ({ id, type, customerId }) => ({
    name: providerEventReceived.name,
    data: providerEventReceived.data.parse({ eventId: id, type, lockKey: customerId ?? id }),
  }));
