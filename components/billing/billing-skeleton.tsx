import { Card, CardBody } from "@/components/ui/card";
import { LoadingPage } from "@/components/ui/loading-page";
import { Skeleton } from "@/components/ui/skeleton";

const ROWS = ["a", "b", "c", "d", "e"] as const;

/** The billing page while its data is on the way, at its final height. */
export function BillingSkeleton() {
  return (
    <LoadingPage title="Billing">
      <div className="flex flex-wrap justify-between gap-4">
        <div className="flex max-w-full flex-col gap-2">
          <Skeleton className="h-7 w-24" />
          <Skeleton className="h-4 w-72 max-w-full" />
        </div>
        <Skeleton className="h-9 w-44" />
      </div>
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="flex flex-col gap-4">
          <Card>
            <CardBody className="flex flex-col gap-5">
              <div className="flex justify-between">
                <Skeleton className="h-11 w-44" />
                <Skeleton className="h-11 w-24" />
              </div>
              <Skeleton className="h-11 w-full" />
              <Skeleton className="h-8 w-full" />
            </CardBody>
          </Card>
          <Card>
            <CardBody className="flex flex-col gap-4">
              <Skeleton className="h-5 w-20" />
              {ROWS.map((row) => (
                <Skeleton key={row} className="h-8 w-full" />
              ))}
            </CardBody>
          </Card>
        </div>
        <div className="flex flex-col gap-4">
          <Card>
            <CardBody className="flex flex-col gap-4">
              <Skeleton className="h-5 w-32" />
              <Skeleton className="h-9 w-full" />
            </CardBody>
          </Card>
          <Card>
            <CardBody className="flex flex-col gap-3">
              <Skeleton className="h-5 w-28" />
              {ROWS.slice(0, 4).map((row) => (
                <Skeleton key={row} className="h-5 w-full" />
              ))}
            </CardBody>
          </Card>
        </div>
      </div>
    </LoadingPage>
  );
}
