"use client";

import { Download } from "lucide-react";
import Link from "next/link";
import { useFormat } from "@/components/format/format-provider";
import { buttonVariants } from "@/components/ui/button-variants";
import { Card, CardHeader } from "@/components/ui/card";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { DateTime } from "@/components/ui/date-time";
import { Empty } from "@/components/ui/empty";
import { CellDetail } from "@/components/ui/table-parts";
import { Tooltip } from "@/components/ui/tooltip";
import { InvoiceBadge } from "./status-badge";
import type { InvoiceRow } from "./types";

export type InvoicesCardProps = {
  invoices: readonly InvoiceRow[];
  /** The full list; null when these are all or the page does not exist. */
  allHref: string | null;
  /** In place of the rows when they could not be read. */
  error?: React.ReactNode;
};

/** Invoices, newest first, with the provider's page and the PDF of each. */
export function InvoicesCard({ invoices, allHref, error }: InvoicesCardProps) {
  return (
    <Card labelledBy="invoices-heading">
      <CardHeader title="Invoices" titleId="invoices-heading">
        {allHref ? (
          <Link href={allHref} className="text-sm">
            All invoices
          </Link>
        ) : null}
      </CardHeader>
      <div className="mt-2">
        <DataTable
          label="Invoices"
          columns={COLUMNS}
          rows={invoices}
          rowId={(invoice) => invoice.id}
          error={error}
          empty={
            <Empty title="No invoices">
              Free has no charges. Your first invoice comes with a paid plan or a credit pack.
            </Empty>
          }
        />
      </div>
    </Card>
  );
}

const COLUMNS: readonly DataColumn<InvoiceRow>[] = [
  {
    id: "number",
    header: "Invoice",
    className: "whitespace-nowrap tabular-nums",
    cell: (invoice) => (
      <>
        <InvoiceNumber invoice={invoice} />
        <CellDetail phoneOnly>
          <DateTime at={invoice.issuedAt} />
        </CellDetail>
      </>
    ),
  },
  {
    id: "date",
    header: "Date",
    wideOnly: true,
    className: "whitespace-nowrap",
    cell: (invoice) => <DateTime at={invoice.issuedAt} />,
  },
  {
    id: "for",
    header: "For",
    wideOnly: true,
    className: "text-muted",
    cell: (invoice) => invoice.description,
  },
  { id: "status", header: "Status", cell: (invoice) => <InvoiceBadge invoice={invoice} /> },
  {
    id: "total",
    header: "Total",
    align: "end",
    className: "whitespace-nowrap",
    cell: (invoice) => <Total invoice={invoice} />,
  },
  {
    id: "acts",
    header: "Actions",
    headerHidden: true,
    align: "end",
    wideOnly: true,
    className: "w-px",
    cell: (invoice) => <PdfLink invoice={invoice} />,
  },
];

function InvoiceNumber({ invoice }: { invoice: InvoiceRow }) {
  const name = invoice.number ?? "Draft";
  if (!invoice.hostedUrl) return name;
  return (
    <a href={invoice.hostedUrl} target="_blank" rel="noreferrer">
      {name}
      <span className="sr-only">, opens the provider’s page</span>
    </a>
  );
}

function PdfLink({ invoice }: { invoice: InvoiceRow }) {
  if (!invoice.pdfUrl) return null;
  const label = `Download PDF of ${invoice.number ?? "the draft"}`;
  return (
    <Tooltip text="Download PDF">
      <a
        href={invoice.pdfUrl}
        aria-label={label}
        className={buttonVariants({ variant: "quiet", size: "xs", shape: "icon" })}
      >
        <Download aria-hidden className="size-4 stroke-[1.75]" />
      </a>
    </Tooltip>
  );
}

function Total({ invoice }: { invoice: InvoiceRow }) {
  const { formatMoney } = useFormat();
  return formatMoney(invoice.total);
}
