import type { Metadata } from "next";
import { buildSettingsTabs } from "@/app/_server/build-settings-tabs";
import { requirePageContext } from "@/app/_server/page-context";
import { ApiKeys } from "@/components/settings/api-keys";
import { API_KEYS_MOST, listApiKeys, type Scope, scopePermissions } from "@/lib/accounts";
import { findTier } from "@/lib/catalog";
import { getUsageOverview } from "@/lib/usage";

export const metadata: Metadata = { title: "API keys" };

const scopeWords: Readonly<Record<Scope, string>> = {
  "usage:read": "Read usage and limits, and ask whether a call is allowed",
  "usage:write": "Record usage",
  "billing:read": "Read the plan and invoices",
};

export default async function ApiKeysPage({ params }: { params: Promise<{ account: string }> }) {
  const { account } = await params;
  const { ctx, membership } = await requirePageContext(account, "/settings/api-keys");
  const [keys, usage] = await Promise.all([listApiKeys(ctx), getUsageOverview(ctx.account.id, ctx.clock)]);
  const mine = (Object.keys(scopePermissions) as Scope[]).filter((scope) =>
    ctx.permissions.has(scopePermissions[scope]),
  );
  return (
    <ApiKeys
      tabs={buildSettingsTabs(membership)}
      data={{
        accountName: membership.accountName,
        planName: findTier(usage.tierKey)?.name ?? usage.tierKey,
        keys: keys.map((key) => ({ ...key, createdBy: key.createdByName, revokedBy: key.revokedByName })),
        maxKeys: API_KEYS_MOST,
        mayCreate: ctx.permissions.has("api_keys.create"),
        hourlyLimit: usage.features.find(({ feature }) => feature === "api_requests")?.limit ?? null,
        scopes: mine.map((name) => ({ name, allows: scopeWords[name] })),
        now: ctx.clock.now().toISOString(),
      }}
    />
  );
}
