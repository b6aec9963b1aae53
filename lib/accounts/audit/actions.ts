import { accountWords } from "./words/account";
import { apiKeyWords } from "./words/api-keys";
import { auditWords } from "./words/audit";
import { backOfficeWords } from "./words/back-office";
import { billingWords } from "./words/billing";
import { exportWords } from "./words/exports";
import { installationWords } from "./words/installation";
import { personWords } from "./words/person";
import { teamWords } from "./words/team";
import type { ActionWords } from "./words/types";

/**
 * Every action that the audit log knows, in plain words. One that is not listed cannot be recorded: the type of
 * `recordAudit` refuses it.
 */
export const auditActions = {
  ...accountWords,
  ...apiKeyWords,
  ...auditWords,
  ...backOfficeWords,
  ...exportWords,
  ...billingWords,
  ...installationWords,
  ...personWords,
  ...teamWords,
} as const satisfies Readonly<Record<string, ActionWords>>;

export type AuditAction = keyof typeof auditActions;

/** An action in two or three words; the name itself for one that an older version recorded. */
export const describeAuditAction = (action: string): string =>
  Object.hasOwn(auditActions, action) ? auditActions[action as AuditAction].label : action;
