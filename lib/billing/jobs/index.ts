import { billingHandleProviderEvent } from "./billing-handle-provider-event";
import { billingRequeueStalledEvents } from "./billing-requeue-stalled-events";

/** The background functions of this domain. */
export const billingJobs = () => [billingHandleProviderEvent(), billingRequeueStalledEvents()];
