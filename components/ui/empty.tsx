import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { Dial } from "./dial";

export type EmptyProps = {
  title: string;
  children?: ReactNode;
  /** One act, at most two. */
  actions?: ReactNode;
  reading?: number | undefined;
  level?: 1 | 2 | 3 | undefined;
  className?: string | undefined;
};

/** Nothing to show: the dial, one sentence, one act. */
export function Empty({ title, children, actions, reading, level = 3, className }: EmptyProps) {
  const Title = `h${level}` as const;
  return (
    <div className={classNames("flex flex-col items-center gap-1 px-6 pt-10 pb-11 text-center", className)}>
      <Dial reading={reading} className="mb-3" />
      <Title className={level < 3 ? "font-semibold text-lg" : undefined}>{title}</Title>
      {children ? <p className="max-w-100 text-balance text-muted text-sm">{children}</p> : null}
      {actions ? (
        <div className="mt-4 flex flex-wrap items-center justify-center gap-2">{actions}</div>
      ) : null}
    </div>
  );
}
