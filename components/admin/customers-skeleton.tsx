import { Card, CardBody } from "@/components/ui/card";
import { LoadingPage } from "@/components/ui/loading-page";
import { Skeleton } from "@/components/ui/skeleton";

const ROWS = ["a", "b", "c", "d", "e", "f"] as const;

/** The list while it is on the way. */
export function CustomersSkeleton() {
  return (
    <LoadingPage title="Customers">
      <div className="flex flex-col gap-2">
        <Skeleton className="h-7 w-32" />
        <Skeleton className="h-4 w-96 max-w-full" />
      </div>
      <Card>
        <CardBody className="flex flex-col gap-4">
          <Skeleton className="h-9 w-96 max-w-full" />
          {ROWS.map((row) => (
            <Skeleton key={row} className="h-10 w-full" />
          ))}
        </CardBody>
      </Card>
    </LoadingPage>
  );
}
