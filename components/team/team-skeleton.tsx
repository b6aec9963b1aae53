import { Card, CardBody } from "@/components/ui/card";
import { LoadingPage } from "@/components/ui/loading-page";
import { Skeleton } from "@/components/ui/skeleton";

const ROWS = ["a", "b", "c"] as const;

/** The team while it is on the way, at its final height. */
export function TeamSkeleton() {
  return (
    <LoadingPage title="Team">
      <div className="flex flex-wrap justify-between gap-4">
        <div className="flex max-w-full flex-col gap-2">
          <Skeleton className="h-7 w-20" />
          <Skeleton className="h-4 w-80 max-w-full" />
        </div>
        <Skeleton className="h-9 w-24" />
      </div>
      <Card>
        <CardBody className="grid gap-x-10 gap-y-4 pt-5 sm:grid-cols-2">
          <Skeleton className="h-16 w-full" />
          <Skeleton className="h-10 w-full self-center" />
        </CardBody>
      </Card>
      {["members", "invitations", "rights"].map((card) => (
        <Card key={card}>
          <CardBody className="flex flex-col gap-4">
            <Skeleton className="h-5 w-24" />
            {ROWS.map((row) => (
              <Skeleton key={row} className="h-10 w-full" />
            ))}
          </CardBody>
        </Card>
      ))}
    </LoadingPage>
  );
}
