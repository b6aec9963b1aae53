import { Badge } from "@/components/ui/badge";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { PortalButton } from "./portal-button";
import type { PaymentMethodSummary } from "./types";

export type PaymentMethodCardProps = { method: PaymentMethodSummary | null; canOpenPortal: boolean };

/** How the account pays. */
export function PaymentMethodCard({ method, canOpenPortal }: PaymentMethodCardProps) {
  return (
    <Card labelledBy="method-heading">
      <CardHeader title="Payment method" titleId="method-heading">
        {method && canOpenPortal && !method.problem ? (
          <PortalButton size="xs" flow="payment_method_update" aria-label="Replace payment method">
            Replace
          </PortalButton>
        ) : null}
      </CardHeader>
      <CardBody className="flex flex-col gap-3">
        {method ? (
          <>
            <div className="flex items-center gap-3">
              <CardGlyph />
              <div className="min-w-0 flex-1">
                <div className="font-medium text-sm tabular-nums">
                  {method.brand} ending {method.last4}
                </div>
                <div className={method.problem ? "text-danger text-xs" : "text-muted text-xs tabular-nums"}>
                  {method.problem ?? describeExpiry(method)}
                </div>
              </div>
              {method.isDefault && !method.problem ? <Badge>Default</Badge> : null}
            </div>
            {method.problem && canOpenPortal ? (
              <PortalButton size="sm" block flow="payment_method_update">
                Use another card
              </PortalButton>
            ) : null}
          </>
        ) : (
          <p className="text-muted text-sm">None yet. The checkout asks for one when you buy.</p>
        )}
      </CardBody>
    </Card>
  );
}

function describeExpiry(method: PaymentMethodSummary): string {
  if (method.expMonth === null || method.expYear === null) return "";
  return `Expires ${String(method.expMonth).padStart(2, "0")}/${method.expYear}`;
}

/** A card seen from afar. */
function CardGlyph() {
  return (
    <svg aria-hidden="true" width="32" height="20" viewBox="0 0 32 20" className="shrink-0">
      <rect x=".5" y=".5" width="31" height="19" rx="2.5" fill="var(--sunken)" stroke="var(--line-strong)" />
      <rect x="4" y="6" width="6" height="5" rx="1" fill="var(--line-control)" />
      <path d="M4 15h10M22 15h6" stroke="var(--line-control)" strokeWidth="1.5" />
    </svg>
  );
}
