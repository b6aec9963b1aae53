import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { NoValue } from "@/components/ui/no-value";
import { PortalButton } from "./portal-button";
import type { BillingDetails } from "./types";

export type BillingDetailsCardProps = { details: BillingDetails; canOpenPortal: boolean };

/** Name, address and tax as they stand on invoices. */
export function BillingDetailsCard({ details, canOpenPortal }: BillingDetailsCardProps) {
  const rows = [
    ["Name", details.name],
    ["E-mail", details.email],
    ["Address", details.address],
    ["Tax", details.tax],
  ] as const;
  return (
    <Card labelledBy="details-heading">
      <CardHeader title="Billing details" titleId="details-heading">
        {canOpenPortal ? (
          <PortalButton size="xs" aria-label="Edit billing details">
            Edit
          </PortalButton>
        ) : null}
      </CardHeader>
      <CardBody>
        <dl className="grid grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-5 gap-y-2 text-sm">
          {rows.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd className="tabular-nums [overflow-wrap:anywhere]">{value ?? <NoValue />}</dd>
            </div>
          ))}
        </dl>
      </CardBody>
    </Card>
  );
}
