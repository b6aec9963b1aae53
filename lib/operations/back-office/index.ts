export { listAccountsForAdmin } from "./list-accounts";
export { listAuditForAdmin } from "./list-audit-for-admin";
export { openAccountVisit } from "./open-account-visit";
export {
  type AdminAccountDetails,
  type AdminAccountPage,
  type AdminAuditPage,
  adminAccountDetails,
  adminAccountPage,
  adminAccountParams,
  adminAccountQuery,
  adminAuditPage,
  adminAuditQuery,
  adminVisit,
  openVisitBody,
  platformAdmin,
} from "./schemas";
export { getAccountFacts, viewAccount } from "./view-account";
