import type { ReactNode } from "react";

export type PageHeaderProps = {
  title: string;
  children?: ReactNode;
  /** Buttons at the end; one of them may be primary. */
  actions?: ReactNode;
};

/** The one `h1` of a page, a sentence under it, and the page's acts. */
export function PageHeader({ title, children, actions }: PageHeaderProps) {
  return (
    <div className="flex flex-wrap items-start justify-between gap-4">
      <div className="min-w-0 flex-1 basis-72">
        <h1 className="font-[620] text-xl tracking-[-0.018em]">{title}</h1>
        {children ? <p className="mt-1 max-w-160 text-muted">{children}</p> : null}
      </div>
      {actions ? (
        <div className="flex flex-wrap items-center gap-2 max-sm:w-full max-sm:*:flex-1">{actions}</div>
      ) : null}
    </div>
  );
}
