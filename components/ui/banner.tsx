import { CircleAlert, CircleCheck, Info, OctagonAlert, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names";

export type BannerTone = "danger" | "warning" | "info" | "success" | "brand";

const LOOK: Readonly<Record<BannerTone, string>> = {
  danger: "border-danger-line bg-danger-soft text-danger",
  warning: "border-warning-line bg-warning-soft text-warning",
  info: "border-info-line bg-info-soft text-info",
  success: "border-success-line bg-success-soft text-success",
  brand: "border-brand-line bg-brand-soft text-brand",
};

const ICON = {
  danger: CircleAlert,
  warning: TriangleAlert,
  info: Info,
  success: CircleCheck,
  brand: Info,
} as const;

export type BannerProps = {
  tone: BannerTone;
  title: ReactNode;
  /** Level of the title in the page's outline. */
  level?: 2 | 3 | undefined;
  children?: ReactNode;
  /** Buttons at the end. */
  actions?: ReactNode;
  /** `alert` for a refusal that has just happened, `status` for a condition. */
  role?: "alert" | "status" | undefined;
  /** A limit that stops work takes the octagon of a stop sign. */
  stop?: boolean | undefined;
  className?: string | undefined;
};

/** A condition that needs an act. Results go to a toast, news to the inbox. */
export function Banner({
  tone,
  title,
  level = 2,
  children,
  actions,
  role,
  stop = false,
  className,
}: BannerProps) {
  const Icon = stop ? OctagonAlert : ICON[tone];
  const Title = level === 2 ? "h2" : "h3";
  return (
    <section
      role={role}
      className={classNames(
        "flex items-start gap-3 rounded-card border px-4 py-3.5 max-sm:flex-wrap",
        LOOK[tone],
        className,
      )}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 stroke-[1.75]" />
      <div className="min-w-0 flex-1 max-sm:basis-[calc(100%-2.5rem)]">
        <Title>{title}</Title>
        {children ? <div className="mt-0.5 text-ink text-sm">{children}</div> : null}
      </div>
      {actions ? (
        <div className="flex flex-none flex-wrap gap-2 self-center max-sm:ml-7 max-sm:w-full">{actions}</div>
      ) : null}
    </section>
  );
}
