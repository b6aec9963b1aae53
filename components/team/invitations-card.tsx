"use client";

import { Clock, Mail } from "lucide-react";
import { useFormat } from "@/components/format/format-provider";
import { ROLE_NAMES } from "@/components/format/role-names";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import { Cell, CellDetail, Row, Table } from "@/components/ui/table-parts";
import { revokeInvitationId } from "./focus-ids";
import type { Invitation } from "./types";

export type InvitationsCardProps = {
  invitations: readonly Invitation[];
  /** An expired invitation can be sent again only where a seat is free. */
  hasSeat: boolean;
  /** Id of the invitation that is being sent or removed. */
  busyWith: string | null;
  onResend: (invitation: Invitation) => void;
  onRevoke: (invitation: Invitation) => void;
};

/** Who was asked and has not come yet. Expired ones stay until they are sent again or removed. */
export function InvitationsCard(props: InvitationsCardProps) {
  const { invitations, hasSeat, busyWith, onResend, onRevoke } = props;
  return (
    <Card labelledBy="invitations-title">
      <CardHeader title="Invitations" titleId="invitations-title" />
      {invitations.length === 0 ? (
        <Empty title="Nobody is invited" className="pt-6 pb-8">
          Whoever you invite stands here until they join.
        </Empty>
      ) : (
        <Table aria-labelledby="invitations-title" className="mt-2">
          <thead className="sr-only">
            <tr>
              <th scope="col">Address</th>
              <th scope="col">State</th>
              <th scope="col">Actions</th>
            </tr>
          </thead>
          <tbody>
            {invitations.map((invitation) => (
              <InvitationRow
                key={invitation.id}
                invitation={invitation}
                mayResend={invitation.state === "open" || hasSeat}
                busy={busyWith === invitation.id}
                onResend={() => onResend(invitation)}
                onRevoke={() => onRevoke(invitation)}
              />
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

type InvitationRowProps = {
  invitation: Invitation;
  mayResend: boolean;
  busy: boolean;
  onResend: () => void;
  onRevoke: () => void;
};

function InvitationRow({ invitation, mayResend, busy, onResend, onRevoke }: InvitationRowProps) {
  const { formatDay } = useFormat();
  const { id, email, role, state, invitedByName, sentAt } = invitation;
  return (
    <Row>
      <Cell>
        <span className="flex min-w-0 items-center gap-3">
          <span className="grid size-8 shrink-0 place-items-center rounded-full inset-ring inset-ring-line-control max-sm:hidden">
            <Mail aria-hidden className="size-3.5 stroke-2" />
          </span>
          <span className="min-w-0">
            <span className="font-medium wrap-anywhere">{email}</span>
            <CellDetail>
              As {ROLE_NAMES[role].toLowerCase()}, sent by {invitedByName} on {formatDay(sentAt)}
            </CellDetail>
            <CellDetail phoneOnly className="mt-1">
              <StateBadge invitation={invitation} />
            </CellDetail>
          </span>
        </span>
      </Cell>
      <Cell wideOnly>
        <StateBadge invitation={invitation} />
      </Cell>
      <Cell align="end" className="w-px">
        <span className="inline-flex items-center justify-end gap-1 max-sm:flex-col max-sm:items-end">
          {mayResend ? (
            <Button
              size="xs"
              variant="quiet"
              busy={busy}
              aria-label={`Send again to ${email}`}
              onClick={onResend}
            >
              Send again
            </Button>
          ) : null}
          <Button
            id={revokeInvitationId(id)}
            size="xs"
            variant="quiet"
            aria-label={`${state === "open" ? "Revoke" : "Remove"} the invitation to ${email}`}
            onClick={onRevoke}
          >
            {state === "open" ? "Revoke" : "Remove"}
          </Button>
        </span>
      </Cell>
    </Row>
  );
}

function StateBadge({ invitation: { state, expiresAt } }: { invitation: Invitation }) {
  const { formatDay } = useFormat();
  return (
    <Badge tone={state === "expired" ? "warning" : "neutral"} icon={<Clock aria-hidden />}>
      {state === "expired" ? "Expired" : "Expires"} {formatDay(expiresAt)}
    </Badge>
  );
}
