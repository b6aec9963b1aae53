import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";

export type InvitationCardProps = { title: string; actions?: ReactNode; children: ReactNode };

/** The one card of an invitation's page. */
export function InvitationCard({ title, actions, children }: InvitationCardProps) {
  return (
    <main id="main" tabIndex={-1} className="grid flex-1 place-items-center px-4 py-10 outline-none">
      <div className="w-full max-w-140">
        <Card>
          <Empty level={1} title={title} actions={actions} className="py-12">
            {children}
          </Empty>
        </Card>
      </div>
    </main>
  );
}
