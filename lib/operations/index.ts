import { operationsCarryOutDeletion } from "./jobs/operations-carry-out-deletion";
import { operationsFindDueDeletions } from "./jobs/operations-find-due-deletions";
import { operationsPruneTables } from "./jobs/operations-prune-tables";
import { operationsSweepOutbox } from "./jobs/operations-sweep-outbox";

export { endDeletedAccount, eraseDeleted } from "./actions/carry-out-deletion";
export { reportViolations } from "./actions/report-violations";
export * from "./back-office";
export { type CheckName, checkHealth } from "./queries/check-health";
export { type HealthReport, healthReport, policyReports } from "./schemas";

/** The background functions of this domain. */
export const operationsJobs = () => [
  operationsSweepOutbox(),
  operationsPruneTables(),
  operationsFindDueDeletions(),
  operationsCarryOutDeletion(),
];
