import { Badge } from "@/components/ui/badge";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { Cell, HeadCell, Row, Table } from "@/components/ui/table-parts";
import type { ReferenceField, ReferenceOperation } from "./types";

export type ApiReferenceProps = { operations: readonly ReferenceOperation[]; baseUrl: string };

/** The reference of the HTTP API: one card an operation, grouped by what it is about. */
export function ApiReference({ operations, baseUrl }: ApiReferenceProps) {
  const groups = [...Map.groupBy(operations, ({ tag }) => tag)];
  const example = `curl ${baseUrl}/api/usage/check \\\n  -H "Authorization: Bearer $METERHOUSE_API_KEY" \\\n  -H "Content-Type: application/json" \\\n  -d '{"feature":"generations"}'`;
  return (
    <main id="main" className="mx-auto w-full max-w-[79rem] px-8 py-10 max-sm:px-4">
      <h1 className="font-semibold text-3xl">API reference</h1>
      <p className="mt-2 max-w-2xl text-md text-muted">
        JSON in and out. Every answer carries a request id. Send an{" "}
        <code className="font-mono text-sm">Idempotency-Key</code> with a POST and a second try gives the
        first answer. The same as a file: <a href="/api/openapi.json">OpenAPI 3.1</a>.
      </p>
      <div className="mt-6 max-w-2xl">
        <CodeBlock label="Example call" code={example} />
      </div>
      <nav aria-label="Groups" className="mt-6 flex flex-wrap gap-x-5 gap-y-2 font-medium text-sm">
        {groups.map(([tag]) => (
          <a key={tag} href={`#${anchor(tag)}`} className="py-1">
            {tag}
          </a>
        ))}
      </nav>
      {groups.map(([tag, entries]) => (
        <section key={tag} id={anchor(tag)} aria-label={tag} className="mt-10 flex flex-col gap-4">
          <h2 className="text-lg">{tag}</h2>
          {entries.map((operation) => (
            <Operation key={operation.id} operation={operation} />
          ))}
        </section>
      ))}
    </main>
  );
}

const anchor = (tag: string): string => tag.toLowerCase().replace(/[^a-z0-9]+/g, "-");

function Operation({ operation }: { operation: ReferenceOperation }) {
  return (
    <Card labelledBy={operation.id}>
      <CardHeader
        titleId={operation.id}
        title={
          <span className="flex flex-wrap items-center gap-2">
            <Badge tone="brand" mono>
              {operation.method}
            </Badge>
            <span className="break-all font-mono text-sm">{operation.path}</span>
          </span>
        }
        description={operation.summary}
      />
      <CardBody className="flex flex-col gap-4">
        <p className="text-muted text-sm">
          {operation.access}.{operation.isIdempotent ? " Honours Idempotency-Key." : ""} Answers{" "}
          {operation.status}
          {operation.errors.length > 0
            ? `, or ${operation.errors.map(({ status, code }) => `${status} ${code}`).join(", ")}`
            : ""}
          .
        </p>
        <Fields
          label={`Input of ${operation.method} ${operation.path}`}
          title="Send"
          fields={operation.input}
        />
        <Fields
          label={`Answer of ${operation.method} ${operation.path}`}
          title="Get"
          fields={operation.output}
        />
      </CardBody>
    </Card>
  );
}

function Fields({
  label,
  title,
  fields,
}: {
  label: string;
  title: string;
  fields: readonly ReferenceField[];
}) {
  if (fields.length === 0) return null;
  return (
    <ScrollRegion label={label} className="-mx-5 max-sm:-mx-4">
      <Table>
        <thead>
          <tr>
            <HeadCell>{title}</HeadCell>
            <HeadCell>Type</HeadCell>
            <HeadCell wideOnly>Notes</HeadCell>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <Row key={`${field.name}:${field.type}`}>
              <Cell className="font-mono text-xs">
                {field.name}
                {field.isRequired ? null : <span className="text-muted"> (optional)</span>}
              </Cell>
              <Cell className="font-mono text-muted text-xs">{field.type}</Cell>
              <Cell wideOnly className="text-muted">
                {field.note}
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </ScrollRegion>
  );
}
