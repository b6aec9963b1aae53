import { Card, CardBody } from "@/components/ui/card";
import { LoadingPage } from "@/components/ui/loading-page";
import { Skeleton } from "@/components/ui/skeleton";

const CARDS = ["a", "b"] as const;

/** A page of the person's settings on its way, at about its final height. */
export function SettingsSkeleton({ title }: { title: string }) {
  return (
    <LoadingPage title={title}>
      <div className="flex flex-col gap-2">
        <Skeleton className="h-7 w-32" />
        <Skeleton className="h-4 w-96 max-w-full" />
      </div>
      <Skeleton className="h-9 w-full" />
      {CARDS.map((card) => (
        <Card key={card}>
          <CardBody className="flex flex-col gap-4">
            <Skeleton className="h-5 w-40" />
            <Skeleton className="h-9 w-full" />
            <Skeleton className="h-9 w-full" />
          </CardBody>
        </Card>
      ))}
    </LoadingPage>
  );
}
