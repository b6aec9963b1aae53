"use client";

import { useEffect, useId, useState } from "react";
import { listExports, requestExport } from "@/components/api/export-calls";
import { useAct } from "@/components/api/use-act";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardFooter, CardHeader } from "@/components/ui/card";
import { Segmented } from "@/components/ui/segmented";
import { ExportLine } from "./export-line";
import type { ExportRow, ExportSubject } from "./types";

export type ExportCardProps = {
  subject: ExportSubject;
  initial: readonly ExportRow[];
  now: string;
};

/** How often the page asks while a copy is being made. */
const ASK_EVERY_MS = 1_500;

const WORDS: Readonly<Record<ExportSubject, { title: string; about: string }>> = {
  account: {
    title: "Copy of the account’s data",
    about:
      "Members, invitations, keys without their secrets, invoices, purchases, usage and the audit log, one file a table. It is made in the background; a link comes by e-mail.",
  },
  person: {
    title: "Copy of your own data",
    about:
      "Your profile, preferences, memberships and what you did, whatever the account. It is made in the background; a link comes by e-mail.",
  },
};

const isUnderWay = ({ status }: ExportRow): boolean => status === "queued" || status === "running";

/** Asks for a copy, shows how far it is, and lets it be downloaded for seven days. */
export function ExportCard({ subject, initial, now }: ExportCardProps) {
  const titleId = useId();
  const act = useAct(requestExport);
  const [format, setFormat] = useState<ExportRow["format"]>("json");
  const [exports, setExports] = useState(initial);
  const underWay = exports.some(isUnderWay);
  useEffect(() => {
    if (!underWay) return;
    const timer = setInterval(() => {
      void listExports(subject).then((result) => {
        if (result.ok) setExports(result.data);
      });
    }, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [underWay, subject]);
  async function ask() {
    const result = await act.run("export", subject, format);
    if (!result.ok) return;
    act.clear();
    setExports((before) => [result.data, ...before.filter(({ id }) => id !== result.data.id)]);
  }
  const { title, about } = WORDS[subject];
  return (
    <Card labelledBy={titleId}>
      <CardHeader title={title} titleId={titleId} />
      <CardBody className="flex flex-col gap-4">
        <p className="max-w-160 text-muted text-sm">{about}</p>
        {act.refusal ? (
          <p role="alert" className="text-danger text-sm">
            No copy was started. {act.refusal.message}
          </p>
        ) : null}
        {exports.length > 0 ? (
          <ul aria-label="Copies" className="flex flex-col divide-y divide-line border-line border-t">
            {exports.map((row) => (
              <ExportLine key={row.id} row={row} now={now} />
            ))}
          </ul>
        ) : null}
      </CardBody>
      <CardFooter>
        <Segmented
          label="Format"
          value={format}
          options={[
            { value: "json", label: "JSON" },
            { value: "csv", label: "CSV" },
          ]}
          onChange={setFormat}
        />
        <Button
          busy={act.busyWith !== null}
          disabledReason={underWay ? "A copy is being made. Wait until it is ready." : null}
          onClick={() => void ask()}
        >
          Make a copy
        </Button>
      </CardFooter>
    </Card>
  );
}
