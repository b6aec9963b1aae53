"use client";

import { CircleAlert, CircleCheck, Clock, Download } from "lucide-react";
import type { Format } from "@/components/format/create-format";
import { useFormat } from "@/components/format/format-provider";
import { Badge } from "@/components/ui/badge";
import { buttonVariants } from "@/components/ui/button-variants";
import { Progress } from "@/components/ui/progress";
import type { ExportRow } from "./types";

const LOOK = {
  queued: { tone: "neutral", label: "Waiting", icon: Clock },
  running: { tone: "info", label: "Being made", icon: Clock },
  ready: { tone: "success", label: "Ready", icon: CircleCheck },
  failed: { tone: "danger", label: "Failed", icon: CircleAlert },
  expired: { tone: "neutral", label: "Erased", icon: Clock },
} as const;

const UNITS = ["B", "KB", "MB", "GB"] as const;

/** One copy: its state, and the way to it. */
export function ExportLine({ row, now }: { row: ExportRow; now: string }) {
  const format = useFormat();
  const { tone, label, icon: Icon } = LOOK[row.status];
  const name = `${row.format.toUpperCase()}, ${format.formatWhen(row.createdAt, now)}`;
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-3">
      <div className="flex min-w-0 flex-1 basis-60 flex-col gap-1">
        <span className="flex flex-wrap items-center gap-2 text-sm">
          <span className="font-medium">{name}</span>
          <Badge tone={tone} icon={<Icon aria-hidden className="size-3 stroke-2" />}>
            {label}
          </Badge>
        </span>
        <span role="status" className="text-muted text-xs">
          {describeState(row, format)}
        </span>
        {row.status === "running" || row.status === "queued" ? (
          <Progress
            label={`Copy as ${name}`}
            done={row.filesDone}
            total={row.filesTotal}
            valueText={`${row.filesDone} of ${row.filesTotal} files`}
          />
        ) : null}
      </div>
      {row.downloadPath ? (
        <a href={row.downloadPath} download className={buttonVariants({ size: "sm" })}>
          <Download aria-hidden className="size-3.5 stroke-2" />
          Download
        </a>
      ) : null}
    </li>
  );
}

function describeState(row: ExportRow, format: Format): string {
  const asked = `asked for by ${row.requestedByName}`;
  const rows = format.formatQuantity(row.rows, "row");
  switch (row.status) {
    case "queued":
      return `Begins in a moment, ${asked}`;
    case "running":
      return `${row.filesDone} of ${row.filesTotal} files, ${rows} so far`;
    case "ready":
      return `${describeSize(row.sizeBytes ?? 0, format)}, ${rows}, ${asked}. Erased on ${format.formatDate(row.expiresAt ?? row.createdAt)}`;
    case "failed":
      return row.failure ?? "It could not be made. Ask for it again.";
    case "expired":
      return `${rows}, ${asked}. Its seven days are over`;
  }
}

function describeSize(bytes: number, format: Format): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1_000 && unit < UNITS.length - 1) {
    size /= 1_000;
    unit += 1;
  }
  return `${format.formatCount(Math.max(1, Math.round(size)))} ${UNITS[unit]}`;
}
