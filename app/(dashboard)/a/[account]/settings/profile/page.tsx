import type { Metadata } from "next";
import { buildPersonDeletion } from "@/app/_server/build-deletion";
import { buildSettingsTabs } from "@/app/_server/build-settings-tabs";
import { requirePageContext } from "@/app/_server/page-context";
import { ProfileSettings } from "@/components/settings/profile-settings";
import { getProfile } from "@/lib/accounts";
import { listExports } from "@/lib/operations";

export const metadata: Metadata = { title: "Profile" };

export default async function ProfilePage({ params }: { params: Promise<{ account: string }> }) {
  const { account } = await params;
  const { ctx, person, membership } = await requirePageContext(account, "/settings/profile");
  const [profile, exports, deletion] = await Promise.all([
    getProfile(person.id),
    listExports("person", person.id, ctx.clock),
    buildPersonDeletion(ctx),
  ]);
  return (
    <ProfileSettings
      profile={profile}
      exports={exports}
      deletion={deletion}
      tabs={buildSettingsTabs(membership)}
      now={ctx.clock.now().toISOString()}
    />
  );
}
