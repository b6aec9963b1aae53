export { createAuthenticator } from "./access/authenticator";
export { inPersonalAccount } from "./access/in-personal-account";
export { noteSeen } from "./access/note-seen";
export {
  chooseMembership,
  findMembership,
  requireStanding,
} from "./access/require-person";
export type { Membership, Standing } from "./accounts-repository";
export { grantPlatformAdmin, revokePlatformAdmin } from "./actions/change-platform-admin";
export { createApiKey } from "./actions/create-api-key";
export { createOrganization } from "./actions/create-organization";
export { ensurePerson } from "./actions/ensure-person";
export { handleIdentityEvent } from "./actions/handle-identity-event";
export { revokeApiKey } from "./actions/revoke-api-key";
export { rotateApiKey } from "./actions/rotate-api-key";
export { updateAccount } from "./actions/update-account";
export { updateIdentityPerson } from "./actions/update-identity-person";
export { listPlatformAdmins } from "./admins-repository";
export { type ApiKeyFacts, findApiKeyFacts } from "./api-keys-repository";
export { describeAuditAction } from "./audit/actions";
export { type Anchor, checkSignature, readAnchors } from "./audit/anchor";
export { type ChainStatus, getChainStatus } from "./audit/chain-status";
export { describeEntry, findActionWords, listActionWords } from "./audit/describe-entry";
export type { AuditRecord } from "./audit/entries-repository";
export { type AuditExport, type ExportFormat, exportAuditLog } from "./audit/export-entries";
export { listActivity, listActivityKinds } from "./audit/list-activity";
export { getAuditEntry, listAllAuditEntries, listAuditEntries, type RecordPage } from "./audit/list-entries";
export { loadNames } from "./audit/load-names";
export { readAuditPage } from "./audit/read-audit-page";
export {
  type AuditEntry,
  recordAudit,
  recordAuditEntries,
} from "./audit/record-audit";
export { type ChainName, findAccountByName } from "./audit/repository";
export * from "./audit/schemas";
export { takeAnchors } from "./audit/take-anchors";
export { type Verification, verifyChains } from "./audit/verify-chains";
export type { ChainBreak } from "./audit/verify-entries";
export { beginErasing } from "./deletion/begin-erasing";
export { eraseAccount } from "./deletion/erase-account";
export { erasePerson } from "./deletion/erase-person";
export { getAccountDeletion, getPersonDeletion } from "./deletion/get-deletion-status";
export type { BillingPort } from "./deletion/ports";
export {
  findDeletion,
  listDueDeletions,
  type StoredDeletion,
  setDeletionErased,
} from "./deletion/repository/deletions";
export { requestAccountDeletion } from "./deletion/request-account-deletion";
export { requestPersonDeletion } from "./deletion/request-person-deletion";
export { scheduleAccountForIdentity, schedulePersonForIdentity } from "./deletion/schedule-for-identity";
export { deletionBody, deletionStatus } from "./deletion/schemas";
export { tellOfErasing } from "./deletion/tell-of-deletion";
export { undoAccountDeletion, undoPersonDeletion } from "./deletion/undo-deletion";
export { accountIdentityDeleted, apiKeyCreated, apiKeyExpiring, personIdentityDeleted } from "./events";
export { accountExportSources, personExportSources } from "./export-repository";
export { endSession } from "./identity/end-session";
export { getSession, readUse } from "./identity/get-session";
export {
  type DemoPerson,
  listDemoPeople,
  openLocalSession,
  SESSION_COOKIE,
  verifyLocalSession,
} from "./identity/local";
export type { IdentityPersonChange } from "./identity/provider";
export type { Session } from "./identity/session";
export { isRecentSignIn, requireRecentSignIn } from "./identity/verification";
export { accountsJobs } from "./jobs";
export { type MessageWords, renderMessage } from "./mail/message";
export { permissionWords } from "./permission-words";
export {
  type Permission,
  permissionsOfRole,
  type Role,
  rolePermissions,
  roleSchema,
  type Scope,
  scopePermissions,
} from "./permissions";
export { getAvatar } from "./profile/get-avatar";
export { findPreferences, getPreferences } from "./profile/get-preferences";
export { getProfile } from "./profile/get-profile";
export { recordOwnChange } from "./profile/record-own-change";
export { removeAvatar } from "./profile/remove-avatar";
export { requireActingPerson } from "./profile/require-acting-person";
export { setAvatar } from "./profile/set-avatar";
export { updatePreferences } from "./profile/update-preferences";
export { getAccount } from "./queries/get-account";
export { listAccounts } from "./queries/list-accounts";
export { listApiKeys } from "./queries/list-api-keys";
export { findPerson, type PersonFacts } from "./repository";
export {
  API_KEYS_MOST,
  type ApiKey,
  AVATAR_MAX_BYTES,
  account,
  apiKey,
  apiKeyParams,
  avatarAnswer,
  avatarParams,
  createAccountBody,
  createApiKeyBody,
  createdApiKey,
  DEFAULT_PREFERENCES,
  DISPLAY_CURRENCIES,
  LOCALES,
  localProofBody,
  localSessionBody,
  type Preferences,
  preferences,
  profile,
  rotateApiKeyBody,
  updateAccountBody,
  updatePreferencesBody,
  updateProfileBody,
} from "./schemas";
export { endAllSessions, endOneSession } from "./sessions/end-sessions";
export { listSessions, requireActingSession } from "./sessions/list-sessions";
export {
  endedSessions,
  type PersonSession,
  personSession,
  revokeAllBody,
  sessionParams,
} from "./sessions/schemas";
export { acceptInvitation } from "./teams/actions/accept-invitation";
export { changeRole } from "./teams/actions/change-role";
export { inviteMember } from "./teams/actions/invite-member";
export { leaveAccount } from "./teams/actions/leave-account";
export { pruneInvitations } from "./teams/actions/prune-invitations";
export { removeMember } from "./teams/actions/remove-member";
export { resendInvitation } from "./teams/actions/resend-invitation";
export { revokeInvitation } from "./teams/actions/revoke-invitation";
export { transferOwnership } from "./teams/actions/transfer-ownership";
export { countHeldSeats } from "./teams/queries/count-held-seats";
export { listInvitations } from "./teams/queries/list-invitations";
export { listMembers } from "./teams/queries/list-members";
export { type InvitationSight, lookAtInvitation } from "./teams/queries/look-at-invitation";
export * from "./teams/schemas";
export type { ReadSeats, Seats } from "./teams/seats";
export { receiveIdentityEvent } from "./webhooks/receive-identity-event";
