import type { ReactNode } from "react";
import { classNames } from "./class-names";

export type CardProps = {
  className?: string | undefined;
  /** Id of the heading that names the region. */
  labelledBy?: string | undefined;
  label?: string | undefined;
  busy?: boolean | undefined;
  children: ReactNode;
};

/** A flat surface with a hairline. Cards never hold cards. */
export function Card({ className, labelledBy, label, busy, children }: CardProps) {
  return (
    <section
      aria-labelledby={labelledBy}
      aria-label={label}
      aria-busy={busy || undefined}
      className={classNames("min-w-0 rounded-card border border-line bg-surface shadow-card", className)}
    >
      {children}
    </section>
  );
}

export type CardHeaderProps = {
  title: ReactNode;
  titleId?: string | undefined;
  /** Secondary line under the title. */
  description?: ReactNode;
  /** Legend, link or small buttons at the end. */
  children?: ReactNode;
};

/** Title row of a card. The title names the unit of what is below. */
export function CardHeader({ title, titleId, description, children }: CardHeaderProps) {
  return (
    <div className="flex min-h-9 flex-wrap items-center justify-between gap-3 px-5 pt-4 max-sm:px-4">
      <div className="min-w-0">
        <h2 id={titleId}>{title}</h2>
        {description ? <p className="text-muted text-sm">{description}</p> : null}
      </div>
      {children}
    </div>
  );
}

/** Body with the card's padding. */
export function CardBody({ className, children }: { className?: string | undefined; children: ReactNode }) {
  return <div className={classNames("px-5 pt-4 pb-5 max-sm:p-4", className)}>{children}</div>;
}

/** Last strip of a card: a fact at the start, acts at the end. */
export function CardFooter({ className, children }: { className?: string | undefined; children: ReactNode }) {
  return (
    <div
      className={classNames(
        "flex flex-wrap items-center justify-between gap-3 border-line border-t px-5 py-3 text-muted text-sm max-sm:px-4",
        className,
      )}
    >
      {children}
    </div>
  );
}
