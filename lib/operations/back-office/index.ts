export { listAccountsForAdmin } from "./list-accounts";
export { openAccountVisit } from "./open-account-visit";
export {
  type AdminAccountDetails,
  type AdminAccountPage,
  adminAccountDetails,
  adminAccountPage,
  adminAccountParams,
  adminAccountQuery,
  adminVisit,
  openVisitBody,
  platformAdmin,
} from "./schemas";
export { getAccountFacts, viewAccount } from "./view-account";
