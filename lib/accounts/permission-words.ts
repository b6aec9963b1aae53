import type { Permission } from "./permissions";

/**
 * What each permission lets someone do. Permissions with the same words stand in one line and are held by the same
 * roles; a permission without words does not compile.
 */
export const permissionWords: Readonly<Record<Permission, string>> = {
  "account.read": "See the account, its people and its usage",
  "members.read": "See the account, its people and its usage",
  "usage.read": "See the account, its people and its usage",
  "usage.write": "Use the product, and make keys of their own",
  "api_keys.create": "Use the product, and make keys of their own",
  "api_keys.manage": "Manage everybody’s keys",
  "members.manage": "Invite and remove people, change roles",
  "account.update": "Rename the account",
  "account.export": "Export the account’s data",
  "audit.read": "Read the audit log",
  "billing.read": "See invoices; change plan, cards, tax details",
  "billing.manage": "See invoices; change plan, cards, tax details",
  "account.delete": "Make owners; delete or transfer the account",
  "account.transfer": "Make owners; delete or transfer the account",
};
