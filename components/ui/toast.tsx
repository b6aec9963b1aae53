"use client";

import { CircleAlert, CircleCheck, X } from "lucide-react";
import { Toaster as SonnerToaster, toast } from "sonner";
import { Button } from "./button";

/** Place once, at the end of the body. */
export function Toaster() {
  return <SonnerToaster position="bottom-right" gap={8} offset={16} mobileOffset={16} visibleToasts={4} />;
}

export type ToastText = { title: string; detail?: string | undefined };

/** Says that an act succeeded. Goes away by itself. */
export function showResult(text: ToastText): void {
  toast.custom((id) => <ToastCard tone="success" {...text} onDismiss={() => toast.dismiss(id)} />, {
    duration: 6000,
  });
}

/** Says that an act was refused. Stays until it is closed. `onRetry` adds a button. */
export function showRefusal(text: ToastText & { onRetry?: (() => void) | undefined }): void {
  const { onRetry, ...words } = text;
  toast.custom(
    (id) => (
      <ToastCard
        tone="danger"
        {...words}
        onDismiss={() => toast.dismiss(id)}
        onRetry={
          onRetry
            ? () => {
                toast.dismiss(id);
                onRetry();
              }
            : undefined
        }
      />
    ),
    { duration: Number.POSITIVE_INFINITY },
  );
}

type ToastCardProps = ToastText & {
  tone: "success" | "danger";
  onDismiss: () => void;
  onRetry?: (() => void) | undefined;
};

function ToastCard({ tone, title, detail, onDismiss, onRetry }: ToastCardProps) {
  const Icon = tone === "success" ? CircleCheck : CircleAlert;
  return (
    <div
      role={tone === "danger" ? "alert" : "status"}
      className="flex w-86 max-w-full items-start gap-2.5 rounded-card border border-line bg-raised px-3.5 py-3 font-sans text-ink shadow-pop max-sm:w-[calc(100vw-2rem)]"
    >
      <Icon
        aria-hidden
        className={`mt-0.5 size-4 shrink-0 stroke-[1.75] ${tone === "success" ? "text-success" : "text-danger"}`}
      />
      <div className="min-w-0 flex-1">
        <p className="font-medium text-sm">{title}</p>
        {detail ? <p className="text-muted text-xs">{detail}</p> : null}
      </div>
      {onRetry ? (
        <Button size="xs" onClick={onRetry}>
          Retry
        </Button>
      ) : null}
      <Button size="xs" variant="quiet" shape="icon" aria-label="Dismiss" onClick={onDismiss}>
        <X aria-hidden className="size-4 stroke-[1.75]" />
      </Button>
    </div>
  );
}
