"use client";

import { Check, Clock, X } from "lucide-react";
import { ScopeList } from "@/components/settings/scope-list";
import { Badge } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { DateTime } from "@/components/ui/date-time";
import { Empty } from "@/components/ui/empty";
import { CellDetail } from "@/components/ui/table-parts";
import type { CustomerKey } from "./types";

/** The account's API keys by their first characters; the keys themselves are nowhere. */
export function CustomerKeysCard({ keys }: { keys: readonly CustomerKey[] }) {
  return (
    <Card labelledBy="keys-heading">
      <CardHeader title="API keys" titleId="keys-heading" />
      <div className="mt-2">
        <DataTable
          label="API keys"
          columns={COLUMNS}
          rows={keys}
          rowId={(key) => key.id}
          empty={
            <Empty title="No API keys">
              This account calls the API from the browser alone, or not at all.
            </Empty>
          }
        />
      </div>
    </Card>
  );
}

const STATES = {
  live: { tone: "success", label: "Live", icon: <Check aria-hidden /> },
  expired: { tone: "neutral", label: "Expired", icon: <Clock aria-hidden /> },
  revoked: { tone: "neutral", label: "Revoked", icon: <X aria-hidden /> },
} as const;

const COLUMNS: readonly DataColumn<CustomerKey>[] = [
  {
    id: "name",
    header: "Key",
    className: "[overflow-wrap:anywhere]",
    cell: ({ name, prefix }) => (
      <>
        {name}
        <CellDetail className="font-mono">{prefix}…</CellDetail>
      </>
    ),
  },
  { id: "scopes", header: "Scopes", wideOnly: true, cell: ({ scopes }) => <ScopeList scopes={scopes} /> },
  {
    id: "state",
    header: "State",
    cell: ({ state }) => (
      <Badge tone={STATES[state].tone} icon={STATES[state].icon}>
        {STATES[state].label}
      </Badge>
    ),
  },
  {
    id: "used",
    header: "Last used",
    align: "end",
    wideOnly: true,
    className: "whitespace-nowrap tabular-nums",
    cell: ({ lastUsedAt }) => (lastUsedAt ? <DateTime at={lastUsedAt} /> : "Never"),
  },
];
