"use client";

import type { ComponentProps } from "react";
import { classNames } from "./class-names";
import { Field, type FieldProps, INPUT_LOOK } from "./field";

export type TextAreaFieldProps = Omit<ComponentProps<"textarea">, "id" | "children"> &
  Pick<FieldProps, "label" | "hint" | "error" | "aside">;

/** A field with several lines of text. */
export function TextAreaField({ label, hint, error, aside, className, ...input }: TextAreaFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} aside={aside} className={className}>
      {({ id, describedBy, invalid }) => (
        <textarea
          {...input}
          id={id}
          aria-describedby={describedBy}
          aria-invalid={invalid}
          className={classNames(INPUT_LOOK, "min-h-18 resize-y py-2")}
        />
      )}
    </Field>
  );
}
