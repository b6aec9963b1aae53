import type { Metadata } from "next";
import { buildSettingsTabs } from "@/app/_server/build-settings-tabs";
import { requirePageContext } from "@/app/_server/page-context";
import { Sessions } from "@/components/identity/sessions";
import { listSessions } from "@/lib/accounts";

export const metadata: Metadata = { title: "Sessions" };

export default async function SessionsPage({ params }: { params: Promise<{ account: string }> }) {
  const { account } = await params;
  const { ctx, membership } = await requirePageContext(account, "/settings/sessions");
  return (
    <Sessions
      sessions={await listSessions(ctx)}
      now={ctx.clock.now().toISOString()}
      tabs={buildSettingsTabs(membership)}
    />
  );
}
