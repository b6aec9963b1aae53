import { Card, CardBody } from "@/components/ui/card";
import { LoadingPage } from "@/components/ui/loading-page";
import { Skeleton } from "@/components/ui/skeleton";

const FOUR = ["a", "b", "c", "d"] as const;

/** The usage page while its data is on the way, at its final height. */
export function UsageSkeleton() {
  return (
    <LoadingPage title="Usage">
      <div className="flex flex-wrap justify-between gap-4">
        <div className="flex max-w-full flex-col gap-2">
          <Skeleton className="h-7 w-40" />
          <Skeleton className="h-4 w-96 max-w-full" />
        </div>
        <Skeleton className="h-9 w-28" />
      </div>
      <Skeleton className="h-8 w-80 max-w-full" />
      <Card>
        <div className="grid grid-cols-2 *:border-line *:px-5 *:py-4 sm:grid-cols-4 sm:[&>*+*]:border-l">
          {FOUR.map((key) => (
            <div key={key} className="flex flex-col gap-2">
              <Skeleton className="h-4 w-16" />
              <Skeleton className="h-6 w-28 max-w-full" />
              <Skeleton className="h-3 w-36 max-w-full" />
            </div>
          ))}
        </div>
      </Card>
      <Card>
        <CardBody>
          <Skeleton className="mb-4 h-8 w-48" />
          <Skeleton className="h-70 w-full max-sm:h-50" />
        </CardBody>
      </Card>
    </LoadingPage>
  );
}
