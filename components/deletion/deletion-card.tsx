"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { requestDeletion } from "@/components/api/deletion-calls";
import type { Format } from "@/components/format/create-format";
import { useFormat } from "@/components/format/format-provider";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardFooter, CardHeader } from "@/components/ui/card";
import { showResult } from "@/components/ui/toast";
import { DeleteDialog } from "./delete-dialog";
import { describeLosses } from "./describe-losses";
import type { DeletionData } from "./types";
import { UndoButton } from "./undo-button";

const BUTTON_ID = "delete-button";

export type DeletionCardProps = {
  data: DeletionData;
  request?: typeof requestDeletion | undefined;
};

/** Deleting an account or one's profile: what is lost, until when it can be undone, and the way back. */
export function DeletionCard({ data, request = requestDeletion }: DeletionCardProps) {
  const format = useFormat();
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const { subject, what, scheduled } = data;
  const titleId = `delete-${subject}`;
  function onRequested(dueAt: string) {
    setAsking(false);
    showResult({
      title: "Deletion scheduled",
      detail: `It can be undone until ${format.formatDateTime(dueAt)}.`,
    });
    router.refresh();
  }
  if (scheduled) {
    return (
      <Card labelledBy={titleId}>
        <CardHeader title={`Deletion of ${what}`} titleId={titleId} />
        <CardBody className="text-sm">
          <p>{describeScheduled(scheduled.dueAt, scheduled.isErasing, format)}</p>
          {scheduled.holdReason ? (
            <p className="mt-2 text-muted">
              It waits until every organization has another owner. Hand yours over under Team.
            </p>
          ) : null}
        </CardBody>
        <CardFooter>
          <span>Asked for on {format.formatDateTime(scheduled.requestedAt)}</span>
          {scheduled.isErasing ? null : <UndoButton subject={subject} />}
        </CardFooter>
      </Card>
    );
  }
  const blocked = data.blockedBy.length > 0;
  return (
    <Card labelledBy={titleId}>
      <CardHeader title={`Delete ${what}`} titleId={titleId} />
      <CardBody className="text-sm">
        <ul className="flex list-disc flex-col gap-1 pl-5">
          {describeLosses(data, format).map((loss) => (
            <li key={loss}>{loss}</li>
          ))}
        </ul>
        {blocked ? (
          <p className="mt-3">
            You are the only owner of{" "}
            {data.blockedBy.map(({ name, href }, index) => (
              <span key={href}>
                {index > 0 ? ", " : ""}
                <Link href={href} className="underline">
                  {name}
                </Link>
              </span>
            ))}
            . Make somebody else an owner or delete it first.
          </p>
        ) : null}
      </CardBody>
      <CardFooter>
        <span>{describeGrace(data.graceDays)}</span>
        <Button
          id={BUTTON_ID}
          variant="danger"
          disabledReason={blocked ? "You are the only owner of an organization." : null}
          onClick={() => setAsking(true)}
        >
          Delete {what}
        </Button>
      </CardFooter>
      {asking ? (
        <DeleteDialog
          data={data}
          request={request}
          returnFocusTo={[BUTTON_ID]}
          onDone={onRequested}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </Card>
  );
}

function describeScheduled(dueAt: string, isErasing: boolean, format: Format): string {
  if (isErasing) return "Erasing has begun and cannot be undone.";
  return `Everything is erased on ${format.formatDateTime(dueAt)}. Until then it works as before, nothing renews, and it can be undone.`;
}

function describeGrace(days: number): string {
  if (days === 0) return "Erased within minutes; it cannot be undone.";
  return `Erased ${days === 1 ? "a day" : `${days} days`} later. Until then it can be undone.`;
}
