import { cva, type VariantProps } from "class-variance-authority";
import type { ReactNode } from "react";
import { classNames } from "./class-names";

const badgeVariants = cva(
  "inline-flex items-center gap-1 rounded-badge px-1.5 py-0.5 align-middle font-medium text-xs whitespace-nowrap [&>svg]:size-3 [&>svg]:stroke-[2.25]",
  {
    variants: {
      tone: {
        neutral: "bg-sunken text-muted",
        success: "bg-success-soft text-success",
        warning: "bg-warning-soft text-warning",
        danger: "bg-danger-soft text-danger",
        info: "bg-info-soft text-info",
        brand: "bg-brand-soft text-brand",
        line: "text-muted inset-ring inset-ring-line-strong",
      },
      mono: { true: "font-mono text-[0.6875rem] leading-4", false: "" },
    },
    defaultVariants: { tone: "neutral", mono: false },
  },
);

export type BadgeTone = NonNullable<VariantProps<typeof badgeVariants>["tone"]>;

export type BadgeProps = {
  tone?: BadgeTone | undefined;
  mono?: boolean | undefined;
  /** Colour is never alone: a state carries an icon or says itself in words. */
  icon?: ReactNode;
  className?: string | undefined;
  children: ReactNode;
};

/** A state in one or two words. */
export function Badge({ tone, mono, icon, className, children }: BadgeProps) {
  return (
    <span className={classNames(badgeVariants({ tone, mono }), className)}>
      {icon}
      {children}
    </span>
  );
}
