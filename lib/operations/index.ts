import { operationsBuildExport } from "./jobs/operations-build-export";
import { operationsCarryOutDeletion } from "./jobs/operations-carry-out-deletion";
import { operationsExpireExports } from "./jobs/operations-expire-exports";
import { operationsFindDueDeletions } from "./jobs/operations-find-due-deletions";
import { operationsFollowIdentityDeletion } from "./jobs/operations-follow-identity-deletion";
import { operationsPruneTables } from "./jobs/operations-prune-tables";
import { operationsSweepOutbox } from "./jobs/operations-sweep-outbox";

export { endDeletedAccount, eraseDeleted } from "./actions/carry-out-deletion";
export { openDownload } from "./actions/open-download";
export { reportViolations } from "./actions/report-violations";
export { requestAccountExport, requestPersonExport } from "./actions/request-export";
export * from "./back-office";
export { type CheckName, checkHealth } from "./queries/check-health";
export { listExports } from "./queries/list-exports";
export {
  type DataExport,
  dataExport,
  exportParams,
  type HealthReport,
  healthReport,
  policyReports,
  requestExportBody,
} from "./schemas";

/** The background functions of this domain. */
export const operationsJobs = () => [
  operationsSweepOutbox(),
  operationsPruneTables(),
  operationsFindDueDeletions(),
  operationsFollowIdentityDeletion(),
  operationsCarryOutDeletion(),
  operationsBuildExport(),
  operationsExpireExports(),
];
