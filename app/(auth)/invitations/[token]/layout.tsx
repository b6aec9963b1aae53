import type { ReactNode } from "react";
import { listStandIns } from "@/app/_server/stand-ins";
import { EntryBar } from "@/components/layout/public-bar";
import { PublicFooter } from "@/components/layout/public-footer";

export default function InvitationLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <EntryBar />
      {children}
      <PublicFooter standIns={listStandIns()} />
    </>
  );
}
