export { type EventOutcome, handleStored, requeueStalled } from "./handle";
export {
  parseSigned,
  refuseDelivery,
  storable,
  takeIn,
  type WebhookReceipt,
  webhookReceipt,
} from "./receive";
export {
  ERASED_PAYLOAD,
  type EventStatus,
  failProviderEvent,
  markProviderEvent,
  type NewProviderEvent,
  type StoredProviderEvent,
} from "./repository";
