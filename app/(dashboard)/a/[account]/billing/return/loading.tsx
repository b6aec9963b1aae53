import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";

/** While the provider is asked what was bought. */
export default function CheckoutReturnLoading() {
  return (
    <>
      <PageHeader title="Confirming your checkout">This takes a moment.</PageHeader>
      <Skeleton className="h-19 rounded-card" />
      <Skeleton className="h-40 rounded-card" />
    </>
  );
}
