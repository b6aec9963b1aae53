import {
  CalendarClock,
  CircleAlert,
  CircleCheck,
  type LucideIcon,
  ReceiptText,
  TriangleAlert,
} from "lucide-react";
import Link from "next/link";
import { Card, CardHeader } from "@/components/ui/card";
import { DateTime } from "@/components/ui/date-time";
import { Empty } from "@/components/ui/empty";
import type { Notice } from "./types";

const LOOK: Readonly<Record<Notice["tone"], { icon: LucideIcon; colour: string }>> = {
  warning: { icon: TriangleAlert, colour: "text-warning" },
  danger: { icon: CircleAlert, colour: "text-danger" },
  info: { icon: CalendarClock, colour: "text-info" },
  success: { icon: CircleCheck, colour: "text-success" },
  neutral: { icon: ReceiptText, colour: "text-muted" },
};

export type NoticesCardProps = { notices: readonly Notice[]; inboxHref: string | null; now: string };

/** The last news of the account, newest first. */
export function NoticesCard({ notices, inboxHref, now }: NoticesCardProps) {
  return (
    <Card labelledBy="notices-heading">
      <CardHeader title="Notices" titleId="notices-heading">
        {inboxHref ? (
          <Link href={inboxHref} className="text-sm">
            Inbox
          </Link>
        ) : null}
      </CardHeader>
      {notices.length === 0 ? (
        <Empty title="No notices">Limits that fill up and charges that are due show here.</Empty>
      ) : (
        <ul className="mt-2 divide-y divide-line">
          {notices.map((notice) => (
            <NoticeLine key={notice.id} notice={notice} now={now} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function NoticeLine({ notice, now }: { notice: Notice; now: string }) {
  const { icon: Drawing, colour } = LOOK[notice.tone];
  return (
    <li className="flex items-start gap-3 px-5 py-3 max-sm:px-4">
      <Drawing aria-hidden className={`mt-0.5 size-4 shrink-0 stroke-[1.75] ${colour}`} />
      <span className="min-w-0 flex-1">
        <span className="block font-medium text-sm">
          {notice.href ? (
            <Link href={notice.href} className="text-ink">
              {notice.text}
            </Link>
          ) : (
            notice.text
          )}
        </span>
        <DateTime at={notice.at} as="when" now={now} className="block text-muted text-xs" />
      </span>
    </li>
  );
}
