import { Card, CardBody } from "@/components/ui/card";
import { LoadingPage } from "@/components/ui/loading-page";
import { Skeleton } from "@/components/ui/skeleton";

/** The account's settings while they are on the way, at their final height. */
export function AccountSettingsSkeleton() {
  return (
    <LoadingPage title="Account">
      <div className="flex flex-col gap-2">
        <Skeleton className="h-7 w-28" />
        <Skeleton className="h-4 w-96 max-w-full" />
      </div>
      <Skeleton className="h-9 w-full" />
      <Card>
        <CardBody className="flex flex-col gap-4">
          <Skeleton className="h-5 w-20" />
          <Skeleton className="h-9 w-full" />
        </CardBody>
      </Card>
      <Card>
        <CardBody className="flex flex-col gap-4">
          <Skeleton className="h-5 w-40" />
          <Skeleton className="h-16 w-full" />
        </CardBody>
      </Card>
    </LoadingPage>
  );
}
