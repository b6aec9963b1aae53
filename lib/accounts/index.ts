export { createAuthenticator } from "./access/authenticator";
export { chooseMembership, findMembership, requireStanding } from "./access/require-person";
export type { Membership, Standing } from "./accounts-repository";
export { createApiKey } from "./actions/create-api-key";
export { createOrganization } from "./actions/create-organization";
export { ensurePerson } from "./actions/ensure-person";
export { revokeApiKey } from "./actions/revoke-api-key";
export { rotateApiKey } from "./actions/rotate-api-key";
export { updateAccount } from "./actions/update-account";
export { updateIdentityPerson } from "./actions/update-identity-person";
export { type AuditEntry, recordAudit } from "./audit/record-audit";
export { endSession } from "./identity/end-session";
export { getSession, readUse } from "./identity/get-session";
export {
  type DemoPerson,
  listDemoPeople,
  openLocalSession,
  SESSION_COOKIE,
} from "./identity/local";
export type { IdentityPersonChange } from "./identity/provider";
export type { Session } from "./identity/session";
export { isRecentSignIn, requireRecentSignIn } from "./identity/verification";
export { accountsJobs } from "./jobs";
export {
  type Permission,
  permissionsOfRole,
  type Role,
  rolePermissions,
  type Scope,
  scopePermissions,
} from "./permissions";
export { getAccount } from "./queries/get-account";
export { listAccounts } from "./queries/list-accounts";
export { listApiKeys } from "./queries/list-api-keys";
export { findPerson, type PersonFacts } from "./repository";
export {
  type ApiKey,
  account,
  apiKey,
  apiKeyParams,
  createAccountBody,
  createApiKeyBody,
  createdApiKey,
  localSessionBody,
  updateAccountBody,
} from "./schemas";
