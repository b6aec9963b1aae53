"use client";

import { useMemo } from "react";
import { useFormat } from "@/components/format/format-provider";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { DateTime } from "@/components/ui/date-time";
import { NoValue } from "@/components/ui/no-value";
import { CellDetail } from "@/components/ui/table-parts";
import type { SessionRow } from "./types";

export type SessionsCardProps = {
  sessions: readonly SessionRow[];
  now: string;
  /** Id of the session that is being ended. */
  busyWith: string | null;
  onEnd: (session: SessionRow) => void;
};

const UNKNOWN_DEVICE = "Unknown device";

/** The running sessions, this one first. */
export function SessionsCard({ sessions, now, busyWith, onEnd }: SessionsCardProps) {
  const { formatCount } = useFormat();
  const columns = useMemo(() => makeColumns({ now, busyWith, onEnd }), [now, busyWith, onEnd]);
  return (
    <Card labelledBy="sessions-heading">
      <CardHeader title="Running sessions" titleId="sessions-heading">
        <p className="text-muted text-sm tabular-nums">{formatCount(sessions.length)}</p>
      </CardHeader>
      <div className="mt-2">
        <DataTable label="Sessions" columns={columns} rows={sessions} rowId={({ id }) => id} />
      </div>
    </Card>
  );
}

type ColumnInput = Pick<SessionsCardProps, "now" | "busyWith" | "onEnd">;

function makeColumns({ now, busyWith, onEnd }: ColumnInput): readonly DataColumn<SessionRow>[] {
  return [
    {
      id: "device",
      header: "Device",
      cell: (session) => (
        <>
          <span className="flex flex-wrap items-center gap-1.5">
            <span className="font-medium">{session.device ?? UNKNOWN_DEVICE}</span>
            {session.isCurrent ? <Badge tone="brand">This one</Badge> : null}
          </span>
          <CellDetail phoneOnly>
            <DateTime at={session.startedAt} as="when" now={now} />
            {session.ip ? `, ${session.ip}` : ""}
          </CellDetail>
        </>
      ),
    },
    {
      id: "address",
      header: "IP address",
      wideOnly: true,
      className: "font-mono text-xs",
      cell: ({ ip }) => ip ?? <NoValue label="Not known" />,
    },
    {
      id: "started",
      header: "Signed in",
      wideOnly: true,
      align: "end",
      className: "text-muted whitespace-nowrap",
      cell: ({ startedAt }) => <DateTime at={startedAt} as="when" now={now} />,
    },
    {
      id: "active",
      header: "Last active",
      align: "end",
      className: "text-muted whitespace-nowrap",
      cell: ({ lastActiveAt, isCurrent }) =>
        isCurrent ? "Now" : <DateTime at={lastActiveAt} as="relative" now={now} />,
    },
    {
      id: "acts",
      header: "Actions",
      headerHidden: true,
      align: "end",
      className: "w-px",
      cell: (session) =>
        session.isCurrent ? null : (
          <Button
            size="sm"
            busy={busyWith === session.id}
            aria-label={`Sign out ${session.device ?? UNKNOWN_DEVICE}`}
            onClick={() => onEnd(session)}
          >
            Sign out
          </Button>
        ),
    },
  ];
}
