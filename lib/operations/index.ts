import { operationsPruneTables } from "./jobs/operations-prune-tables";
import { operationsSweepOutbox } from "./jobs/operations-sweep-outbox";

export { type CheckName, checkHealth } from "./queries/check-health";
export { type HealthReport, healthReport } from "./schemas";

/** The background functions of this domain. */
export const operationsJobs = () => [operationsSweepOutbox(), operationsPruneTables()];
