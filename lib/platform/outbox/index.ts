export { type DispatchResult, dispatchOutbox, nudgeOutbox, startOutboxSweeper } from "./dispatch-outbox";
export { type OutboxEvent, recordOutbox } from "./record-outbox";
