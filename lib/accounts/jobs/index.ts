import { accountsSendInvitation } from "../teams/jobs/accounts-send-invitation";
import { accountsSendRemoval } from "../teams/jobs/accounts-send-removal";
import { accountsSendRoleChange } from "../teams/jobs/accounts-send-role-change";
import { accountsSendTransfer } from "../teams/jobs/accounts-send-transfer";
import type { ReadSeats } from "../teams/seats";
import { accountsAnchorAuditLog } from "./accounts-anchor-audit-log";
import { accountsHandleIdentityEvent } from "./accounts-handle-identity-event";
import { accountsRequeueIdentityEvents } from "./accounts-requeue-identity-events";
import { accountsSendDeletionNotice } from "./accounts-send-deletion-notice";
import { accountsSendWelcome } from "./accounts-send-welcome";
import { accountsWarnExpiringKeys } from "./accounts-warn-expiring-keys";

/** The background functions of this domain. */
export const accountsJobs = (readSeats: ReadSeats) => [
  accountsHandleIdentityEvent(readSeats),
  accountsRequeueIdentityEvents(),
  accountsAnchorAuditLog(),
  accountsSendInvitation(),
  accountsSendRemoval(),
  accountsSendRoleChange(),
  accountsSendTransfer(),
  accountsSendWelcome(),
  accountsWarnExpiringKeys(),
  accountsSendDeletionNotice(),
];
