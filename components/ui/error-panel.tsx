"use client";

import { CircleAlert, RotateCw } from "lucide-react";
import { Button } from "./button";
import { classNames } from "./class-names";
import { CopyButton } from "./copy-button";

export type ErrorPanelProps = {
  /** "The chart could not be loaded" */
  title: string;
  /** Id to tell us; null when the request never reached the server. */
  requestId: string | null;
  onRetry?: (() => void) | undefined;
  busy?: boolean | undefined;
  /** Level of the title in the page's outline. */
  level?: 1 | 2 | 3 | undefined;
  className?: string | undefined;
};

/** A part of the page that could not be loaded: says what is safe, gives the id, offers another try. */
export function ErrorPanel({
  title,
  requestId,
  onRetry,
  busy = false,
  level = 3,
  className,
}: ErrorPanelProps) {
  const Title = `h${level}` as const;
  return (
    <div
      role="alert"
      className={classNames("flex flex-col items-center gap-1 px-6 pt-10 pb-11 text-center", className)}
    >
      <CircleAlert aria-hidden className="mb-3 size-5 stroke-[1.75] text-danger" />
      <Title className={level < 3 ? "font-semibold text-lg" : undefined}>{title}</Title>
      <p className="max-w-100 text-balance text-muted text-sm">
        {requestId
          ? "The counts themselves are safe. Try again, or tell us the request id."
          : "The counts themselves are safe. Try again in a moment."}
      </p>
      {requestId ? <p className="mt-2 font-mono text-muted text-xs">{requestId}</p> : null}
      <div className="mt-4 flex flex-wrap justify-center gap-2">
        {onRetry ? (
          <Button busy={busy} icon={<RotateCw aria-hidden className="size-3.5 stroke-2" />} onClick={onRetry}>
            Try again
          </Button>
        ) : null}
        {requestId ? <CopyButton text={requestId} label="Copy id" variant="quiet" /> : null}
      </div>
    </div>
  );
}
