"use client";

import type { Format } from "@/components/format/create-format";
import { useFormat } from "@/components/format/format-provider";
import { Card, CardHeader } from "@/components/ui/card";
import { Cell, CellDetail, HeadCell, Row, Table } from "@/components/ui/table-parts";
import type { ApiKeyRow } from "./types";

/** Keys that are refused, for the record. */
export function RevokedKeysCard({ keys }: { keys: readonly ApiKeyRow[] }) {
  const format = useFormat();
  if (keys.length === 0) return null;
  return (
    <Card labelledBy="revoked-keys-heading">
      <CardHeader
        title={keys.every((key) => key.revokedAt) ? "Revoked" : "Revoked and expired"}
        titleId="revoked-keys-heading"
      />
      <Table aria-labelledby="revoked-keys-heading" className="mt-2">
        <thead className="sr-only">
          <tr>
            <HeadCell>Name</HeadCell>
            <HeadCell>Starts with</HeadCell>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <Row key={key.id}>
              <Cell>
                <span className="text-muted line-through">{key.name}</span>
                <CellDetail>{describeRevoked(key, format)}</CellDetail>
              </Cell>
              <Cell align="end" className="font-mono text-muted text-xs">
                {key.prefix}…
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

function describeRevoked(key: ApiKeyRow, format: Format): string {
  if (key.revokedAt === null) return `Expired, ${format.formatDateTime(key.expiresAt ?? key.createdAt)}`;
  const by = key.revokedBy ? ` by ${key.revokedBy}` : "";
  return `Revoked${by}, ${format.formatDateTime(key.revokedAt)}`;
}
