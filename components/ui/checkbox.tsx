"use client";

import { Check } from "lucide-react";
import { Checkbox as RadixCheckbox } from "radix-ui";
import { type ReactNode, useId } from "react";

export type CheckboxProps = {
  checked: boolean;
  onChange: (checked: boolean) => void;
  name?: string | undefined;
  disabled?: boolean | undefined;
  /** Second line under the label. */
  hint?: ReactNode;
  children: ReactNode;
};

/** A choice that waits for Save. */
export function Checkbox({ checked, onChange, name, disabled = false, hint, children }: CheckboxProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-2 text-sm max-sm:py-1.5">
      <RadixCheckbox.Root
        id={id}
        name={name}
        checked={checked}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onCheckedChange={(next) => onChange(next === true)}
        className="relative mt-0.5 grid size-4 shrink-0 place-items-center rounded-badge border border-line-control bg-surface text-on-brand before:absolute before:-inset-2 data-[state=checked]:border-brand-solid data-[state=checked]:bg-brand-solid disabled:bg-sunken"
      >
        <RadixCheckbox.Indicator>
          <Check aria-hidden className="size-3 stroke-[2.25]" />
        </RadixCheckbox.Indicator>
      </RadixCheckbox.Root>
      <div className="min-w-0">
        <label htmlFor={id}>{children}</label>
        {hint ? (
          <p id={`${id}-hint`} className="text-muted text-xs">
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  );
}
