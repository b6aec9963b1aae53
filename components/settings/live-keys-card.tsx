"use client";

import { Ellipsis, RotateCw, Trash2 } from "lucide-react";
import { useMemo } from "react";
import { useFormat } from "@/components/format/format-provider";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { DateTime } from "@/components/ui/date-time";
import { Empty } from "@/components/ui/empty";
import { Menu, MenuItem } from "@/components/ui/menu";
import { CellDetail } from "@/components/ui/table-parts";
import { keyActionsId } from "./focus-ids";
import type { ApiKeyRow, ApiKeysData } from "./types";

export type LiveKeysCardProps = {
  keys: readonly ApiKeyRow[];
  data: ApiKeysData;
  /** The key made just now; its row is tinted. */
  newId: string | null;
  onRotate: (key: ApiKeyRow) => void;
  onRevoke: (key: ApiKeyRow) => void;
  /** Null when no key may be made. */
  onCreate: (() => void) | null;
};

/** Keys that work. */
export function LiveKeysCard({ keys, data, newId, onRotate, onRevoke, onCreate }: LiveKeysCardProps) {
  const { formatCount } = useFormat();
  const columns = useMemo(
    () => makeColumns({ data, newId, onRotate, onRevoke }),
    [data, newId, onRotate, onRevoke],
  );
  return (
    <Card labelledBy="live-keys-heading">
      <CardHeader title="Live keys" titleId="live-keys-heading">
        <p className="text-muted text-sm tabular-nums">
          {formatCount(keys.filter((key) => key.successorId === null).length)} of {formatCount(data.maxKeys)}
        </p>
      </CardHeader>
      <div className="mt-2">
        <DataTable
          label="Live keys"
          columns={columns}
          rows={keys}
          rowId={(key) => key.id}
          selectedId={newId}
          empty={
            <Empty
              title="No keys yet"
              actions={onCreate ? <Button onClick={onCreate}>Create your first key</Button> : null}
            >
              A key lets your server ask and count. It is shown once, when you make it.
            </Empty>
          }
        />
      </div>
    </Card>
  );
}

type ColumnInput = Pick<LiveKeysCardProps, "data" | "newId" | "onRotate" | "onRevoke">;

function makeColumns({ data, newId, onRotate, onRevoke }: ColumnInput): readonly DataColumn<ApiKeyRow>[] {
  return [
    {
      id: "name",
      header: "Name",
      cell: (key) => <KeyName apiKey={key} data={data} isNew={key.id === newId} />,
    },
    {
      id: "prefix",
      header: "Starts with",
      wideOnly: true,
      className: "font-mono text-xs",
      cell: (key) => `${key.prefix}…`,
    },
    {
      id: "scopes",
      header: "Scopes",
      wideOnly: true,
      cell: (key) => (
        <span className="flex flex-wrap gap-1">
          {key.scopes.map((scope) => (
            <Badge key={scope} mono>
              {scope}
            </Badge>
          ))}
        </span>
      ),
    },
    {
      id: "used",
      header: "Last used",
      align: "end",
      className: "text-muted whitespace-nowrap",
      cell: (key) => <LastUse apiKey={key} now={data.now} />,
    },
    {
      id: "acts",
      header: "Actions",
      headerHidden: true,
      align: "end",
      className: "w-px",
      cell: (key) => <KeyMenu apiKey={key} onRotate={onRotate} onRevoke={onRevoke} />,
    },
  ];
}

function KeyName({ apiKey, data, isNew }: { apiKey: ApiKeyRow; data: ApiKeysData; isNew: boolean }) {
  const { formatDate, formatDay } = useFormat();
  const made = formatDate(apiKey.createdAt);
  return (
    <>
      <span className="flex flex-wrap items-center gap-1.5">
        <span className="font-medium">{apiKey.name}</span>
        {isNew ? <Badge tone="brand">New</Badge> : null}
        {apiKey.expiresAt ? (
          <Badge tone="neutral">
            {apiKey.successorId ? "Replaced, ends" : "Ends"} {formatDay(apiKey.expiresAt)}
          </Badge>
        ) : null}
      </span>
      <CellDetail>{apiKey.createdBy ? `${apiKey.createdBy}, ${made}` : made}</CellDetail>
      <CellDetail phoneOnly className="font-mono">
        {apiKey.prefix}…
      </CellDetail>
    </>
  );
}

function LastUse({ apiKey, now }: { apiKey: ApiKeyRow; now: string }) {
  if (apiKey.lastUsedAt === null) return "Never";
  return (
    <>
      <DateTime at={apiKey.lastUsedAt} as="relative" now={now} />
      {apiKey.lastUsedIp ? <CellDetail>from {apiKey.lastUsedIp}</CellDetail> : null}
    </>
  );
}

type KeyMenuProps = { apiKey: ApiKeyRow } & Pick<LiveKeysCardProps, "onRotate" | "onRevoke">;

function KeyMenu({ apiKey, onRotate, onRevoke }: KeyMenuProps) {
  if (apiKey.manageable === false) return null;
  return (
    <Menu
      trigger={
        <Button
          id={keyActionsId(apiKey.id)}
          size="xs"
          variant="quiet"
          shape="icon"
          aria-label={`Actions for ${apiKey.name}`}
        >
          <Ellipsis aria-hidden className="size-4 stroke-[1.75]" />
        </Button>
      }
    >
      {apiKey.successorId === null ? (
        <MenuItem onSelect={() => onRotate(apiKey)}>
          <RotateCw aria-hidden />
          Rotate key
        </MenuItem>
      ) : null}
      <MenuItem tone="danger" onSelect={() => onRevoke(apiKey)}>
        <Trash2 aria-hidden />
        Revoke key
      </MenuItem>
    </Menu>
  );
}
