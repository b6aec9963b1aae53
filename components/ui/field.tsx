"use client";

import { CircleAlert } from "lucide-react";
import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "./class-names";

/** Look of a field for text. */
export const INPUT_LOOK =
  "w-full rounded-control border border-line-control bg-surface px-2.5 text-ink text-base placeholder:text-faint aria-invalid:border-danger-solid disabled:bg-sunken disabled:text-disabled max-sm:text-md";

export type FieldParts = { id: string; describedBy: string | undefined; invalid: true | undefined };

export type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | null | undefined;
  /** Link or note at the end of the label's line. */
  aside?: ReactNode;
  className?: string | undefined;
  children: (parts: FieldParts) => ReactNode;
};

/** Label, control, hint and error, tied together for screen readers. */
export function Field({ label, hint, error, aside, className, children }: FieldProps) {
  const id = useId();
  const hintId = hint ? `${id}-hint` : null;
  const errorId = error ? `${id}-error` : null;
  const describedBy = [errorId, hintId].filter(Boolean).join(" ") || undefined;
  return (
    <div className={classNames("flex flex-col gap-1.5", className)}>
      <div className="flex items-center justify-between gap-2">
        <label htmlFor={id} className="font-medium text-sm">
          {label}
        </label>
        {aside}
      </div>
      {children({ id, describedBy, invalid: error ? true : undefined })}
      {hint ? (
        <p id={hintId ?? undefined} className="text-muted text-xs">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={errorId ?? undefined} className="flex gap-1 text-danger text-xs">
          <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0 stroke-2" />
          {error}
        </p>
      ) : null}
    </div>
  );
}

export type TextFieldProps = Omit<ComponentProps<"input">, "id" | "children"> &
  Pick<FieldProps, "label" | "hint" | "error" | "aside">;

/** A field with one line of text. */
export function TextField({ label, hint, error, aside, className, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} aside={aside} className={className}>
      {({ id, describedBy, invalid }) => (
        <input
          {...input}
          id={id}
          aria-describedby={describedBy}
          aria-invalid={invalid}
          className={classNames(INPUT_LOOK, "h-9 max-sm:min-h-10")}
        />
      )}
    </Field>
  );
}
