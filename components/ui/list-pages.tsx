import { ButtonLink } from "./button-link";
import { CardFooter } from "./card";

export type ListPagesProps = {
  /** What is listed: "entries". */
  noun: string;
  /** Back to the first page; null when this is it. */
  newestHref: string | null;
  olderHref: string | null;
  /** False where opening a page leaves a trace. */
  prefetch?: false | null | undefined;
};

/** Last strip of a list that is newest first: the way back to its beginning, and on to what is older. */
export function ListPages({ noun, newestHref, olderHref, prefetch = null }: ListPagesProps) {
  if (!newestHref && !olderHref) return null;
  return (
    <CardFooter>
      {newestHref ? (
        <ButtonLink href={newestHref} size="sm" prefetch={prefetch}>
          Newest {noun}
        </ButtonLink>
      ) : (
        <span />
      )}
      {olderHref ? (
        <ButtonLink href={olderHref} size="sm" prefetch={prefetch}>
          Older {noun}
        </ButtonLink>
      ) : null}
    </CardFooter>
  );
}
