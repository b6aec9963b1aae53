"use client";

import { RadioGroup } from "radix-ui";
import type { ReactNode } from "react";
import { classNames } from "./class-names";

export type SegmentedOption<T extends string> = { value: T; label: ReactNode };

export type SegmentedProps<T extends string> = {
  label: string;
  value: T;
  options: readonly SegmentedOption<T>[];
  onChange: (value: T) => void;
  /** Fills the width on phones. */
  stretch?: boolean | undefined;
  className?: string | undefined;
};

/** A choice of a few, all in sight. Arrow keys move and choose. */
export function Segmented<T extends string>({
  label,
  value,
  options,
  onChange,
  stretch = false,
  className,
}: SegmentedProps<T>) {
  return (
    <RadioGroup.Root
      aria-label={label}
      orientation="horizontal"
      value={value}
      onValueChange={(next) => onChange(next as T)}
      className={classNames(
        "inline-flex gap-0.5 rounded-control border border-line bg-sunken p-0.5",
        stretch && "max-sm:flex max-sm:flex-1",
        className,
      )}
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          className={classNames(
            "inline-flex h-7 items-center gap-1.5 rounded-badge px-3 font-medium text-muted text-sm whitespace-nowrap max-sm:h-9",
            "data-[state=checked]:bg-surface data-[state=checked]:text-ink data-[state=checked]:shadow-[0_0_0_1px_var(--line-strong),var(--shadow-1)]",
            stretch && "max-sm:flex-1 max-sm:justify-center max-sm:px-1.5",
          )}
        >
          {option.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
