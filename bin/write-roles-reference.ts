/**
 * Writes docs/roles.md from the one permission table.
 * `write-roles-reference.ts [--check]`; with --check it writes nothing and fails when the file is not current.
 */
import {
  type Permission,
  permissionWords,
  type Role,
  rolePermissions,
  roleSchema,
  scopePermissions,
} from "@/lib/accounts";
import { listStale, type Reference, runReference } from "./reference";

const roles = roleSchema.options;

/** The table for people, as Markdown. */
export function renderRoles(): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rights = (Object.entries(rolePermissions) as [Permission, readonly Role[]][]).map(
    ([permission, holders]) =>
      row([
        `\`${permission}\``,
        permissionWords[permission],
        ...roles.map((role) => (holders.includes(role) ? "yes" : "")),
      ]),
  );
  const scopes = Object.entries(scopePermissions).map(([scope, permission]) =>
    row([`\`${scope}\``, `\`${permission}\``]),
  );
  return `${[
    "# Roles and scopes",
    "What a member of an account may do. This page, the routes, the pages and the policies of the database go by one table, `lib/accounts/permissions.ts`; this page is written from it by `npx tsx bin/write-roles-reference.ts`, and tests compare both this page and `role_permissions` in the database with it.",
    [row(["permission", "lets somebody", ...roles]), `|${"---|".repeat(roles.length + 2)}`, ...rights].join(
      "\n",
    ),
    "Somebody who belongs to several accounts has a role in each. Platform admins are no role of an account: they are kept in a table of their own, and `npm run admin -- grant|revoke|list` changes it.",
    "## API keys",
    "A key acts for its account with the scopes that it was given, and never with more than its maker may do at that moment: it shrinks when their role does, and ends when they leave.",
    [row(["scope", "stands for"]), "|---|---|", ...scopes].join("\n"),
  ].join("\n\n")}\n`;
}

const reference: Reference = {
  command: "write-roles-reference",
  source: "lib/accounts/permissions.ts",
  files: [{ path: "docs/roles.md", render: renderRoles }],
};

/** Paths of the files that differ from what they should say. */
export const listStaleRoles = (): readonly string[] => listStale(reference);

if (process.argv[1] === import.meta.filename) runReference(reference);
