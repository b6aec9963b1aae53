import { Card, CardBody } from "@/components/ui/card";
import { LoadingPage } from "@/components/ui/loading-page";
import { Skeleton } from "@/components/ui/skeleton";

const ROWS = ["a", "b", "c"] as const;

/** The sessions while they are on the way, at their final height. */
export function SessionsSkeleton() {
  return (
    <LoadingPage title="Sessions">
      <div className="flex flex-wrap justify-between gap-4">
        <div className="flex max-w-full flex-col gap-2">
          <Skeleton className="h-7 w-28" />
          <Skeleton className="h-4 w-96 max-w-full" />
        </div>
        <Skeleton className="h-9 w-64 max-w-full" />
      </div>
      <Skeleton className="h-9 w-48" />
      <Card>
        <CardBody className="flex flex-col gap-4">
          <Skeleton className="h-5 w-20" />
          {ROWS.map((row) => (
            <Skeleton key={row} className="h-10 w-full" />
          ))}
        </CardBody>
      </Card>
    </LoadingPage>
  );
}
