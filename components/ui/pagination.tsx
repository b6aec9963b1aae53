"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { useFormat } from "@/components/format/format-provider";
import { ButtonLink } from "./button-link";

export type PaginationProps = {
  /** 1-based numbers of the rows in sight. */
  from: number;
  to: number;
  /** Null when counting would cost too much. */
  total: number | null;
  noun: string;
  previousHref: string | null;
  nextHref: string | null;
};

/** Where we are in a long list; the page is in the URL. */
export function Pagination({ from, to, total, noun, previousHref, nextHref }: PaginationProps) {
  const { formatCount } = useFormat();
  const range = `${formatCount(from)} to ${formatCount(to)}`;
  return (
    <nav aria-label={`Pages of ${noun}`} className="flex flex-1 items-center justify-between gap-3">
      <span className="tabular-nums">
        {total === null ? range : `${range} of ${formatCount(total)} ${noun}`}
      </span>
      <span className="flex gap-2">
        <PageLink
          href={previousHref}
          label="Previous page"
          icon={<ChevronLeft aria-hidden className="size-4" />}
        />
        <PageLink href={nextHref} label="Next page" icon={<ChevronRight aria-hidden className="size-4" />} />
      </span>
    </nav>
  );
}

function PageLink({ href, label, icon }: { href: string | null; label: string; icon: React.ReactNode }) {
  if (href === null) return null;
  return <ButtonLink href={href} aria-label={label} size="sm" shape="icon" icon={icon} />;
}
