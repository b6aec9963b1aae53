import { expect, test } from "vitest";
import { listStaleRoles, renderRoles } from "@/bin/write-roles-reference";
import { rolePermissions } from "@/lib/accounts/permissions";

test("docs/roles.md is current (npx tsx bin/write-roles-reference.ts)", () => {
  expect(listStaleRoles()).toEqual([]);
});

test("the page says of every permission who holds it", () => {
  const page = renderRoles();
  for (const [permission, roles] of Object.entries(rolePermissions)) {
    const row = page.split("\n").find((line) => line.startsWith(`| \`${permission}\` |`));
    expect(row?.match(/\| yes(?= )/g), permission).toHaveLength(roles.length);
  }
  expect(page).toContain(
    "| `account.transfer` | Make owners; delete or transfer the account | yes |  |  |  |  |",
  );
});
