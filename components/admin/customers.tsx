import { ButtonLink } from "@/components/ui/button-link";
import { Card, CardFooter } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { CustomersSearch } from "./customers-search";
import { CustomersTable } from "./customers-table";
import type { CustomersData } from "./types";

/** Every account of the installation, to be found by what a support request names. */
export function Customers({ data }: { data: CustomersData }) {
  const { search, rows, newestHref, olderHref, now } = data;
  return (
    <>
      <PageHeader title="Customers">Every account, newest first. Opening one takes a reason.</PageHeader>
      <Card label="Customers">
        {/* Another search is another field: what was typed before must not stay in it. */}
        <CustomersSearch key={search} search={search} />
        <CustomersTable rows={rows} search={search} now={now} />
        {newestHref || olderHref ? (
          <CardFooter>
            <span className="sr-only">Pages</span>
            <span className="ml-auto flex gap-2">
              {newestHref ? (
                <ButtonLink href={newestHref} size="sm" prefetch={false}>
                  Newest
                </ButtonLink>
              ) : null}
              {olderHref ? (
                <ButtonLink href={olderHref} size="sm" prefetch={false}>
                  Older
                </ButtonLink>
              ) : null}
            </span>
          </CardFooter>
        ) : null}
      </Card>
    </>
  );
}
