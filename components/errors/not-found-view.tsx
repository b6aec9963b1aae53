import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";

export type NotFoundViewProps = {
  homeHref?: string | undefined;
  homeLabel?: string | undefined;
};

/** A page that does not exist, or is not the viewer's: the two look the same on purpose. */
export function NotFoundView({ homeHref = "/dashboard", homeLabel = "Go to overview" }: NotFoundViewProps) {
  return (
    <Card>
      <Empty
        level={1}
        reading={0.25}
        title="This page does not exist, or is not yours to see"
        className="py-14"
        actions={
          <ButtonLink href={homeHref} variant="primary">
            {homeLabel}
          </ButtonLink>
        }
      >
        If a colleague sent you the link, you may be signed in to another account.
      </Empty>
    </Card>
  );
}
