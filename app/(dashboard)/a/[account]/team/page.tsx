import type { Metadata } from "next";
import { requirePageContext } from "@/app/_server/page-context";
import { Team } from "@/components/team/team";
import { readTeam } from "./read-team";

export const metadata: Metadata = { title: "Team" };

export default async function TeamPage({ params }: { params: Promise<{ account: string }> }) {
  const { account } = await params;
  return <Team data={await readTeam(await requirePageContext(account, "/team"))} />;
}
