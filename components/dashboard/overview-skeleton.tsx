import { Card, CardBody } from "@/components/ui/card";
import { LoadingPage } from "@/components/ui/loading-page";
import { Skeleton } from "@/components/ui/skeleton";

const FOUR = ["a", "b", "c", "d"] as const;
const SIX = [...FOUR, "e", "f"] as const;

/** The overview while its data is on the way, at its final height. */
export function OverviewSkeleton() {
  return (
    <LoadingPage title="Overview">
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="flex max-w-full flex-col gap-2">
          <Skeleton className="h-7 w-60" />
          <Skeleton className="h-4 w-80 max-w-full" />
        </div>
        <div className="flex gap-2">
          <Skeleton className="h-9 w-26" />
          <Skeleton className="h-9 w-30" />
        </div>
      </div>
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
          <Skeleton className="mb-4 h-5 w-20" />
          <div className="grid grid-cols-1 gap-x-8 gap-y-7 sm:grid-cols-2 lg:grid-cols-3">
            {SIX.map((key) => (
              <div key={key} className="flex flex-col gap-2">
                <div className="flex justify-between">
                  <Skeleton className="h-4 w-24" />
                  <Skeleton className="h-4 w-20" />
                </div>
                <Skeleton className="h-2 w-full" />
                <div className="mt-2 flex justify-between">
                  <Skeleton className="h-3 w-18" />
                  <Skeleton className="h-3 w-22" />
                </div>
              </div>
            ))}
          </div>
        </CardBody>
      </Card>
      <Card>
        <CardBody>
          <Skeleton className="mb-4 h-5 w-44" />
          <Skeleton className="h-60 w-full" />
          <Skeleton className="mt-3 h-7 w-40" />
        </CardBody>
      </Card>
    </LoadingPage>
  );
}
