import type { ObjectIds } from "../providers/stripe/fetch-customer-state";
import type { EventObject } from "../webhooks/read-event";
import { idOf, toDate } from "./read-stripe";

export interface NamedObjects {
  readonly ids: ObjectIds;
  /** When the oldest of them was created; the epoch when the event does not say. */
  readonly since: Date;
}

const NONE: ObjectIds = { subscriptions: [], invoices: [], sessions: [] };
const EPOCH = new Date(0);

/** The mirrored objects that an event's object is or names, so that they are read however old they are. */
export function computeNamedObjects(object: EventObject): NamedObjects {
  const own = object.id ? [object.id] : [];
  const since = object.created ? toDate(object.created) : EPOCH;
  switch (object.object) {
    case "subscription":
      return { ids: { ...NONE, subscriptions: own }, since };
    case "invoice":
      return { ids: { ...NONE, invoices: own }, since };
    case "checkout.session":
      return { ids: { ...NONE, sessions: own }, since };
    default: {
      // An object that hangs on another says nothing of when that one was created.
      const invoice = idOf(object.invoice);
      const subscription = idOf(object.subscription);
      return {
        ids: {
          ...NONE,
          invoices: invoice ? [invoice] : [],
          subscriptions: subscription ? [subscription] : [],
        },
        since: EPOCH,
      };
    }
  }
}
