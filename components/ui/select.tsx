"use client";

import { Check, ChevronDown } from "lucide-react";
import { Select as RadixSelect } from "radix-ui";
import type { ReactNode } from "react";
import { classNames } from "./class-names";

export type SelectOption = { value: string; label: string };

export type SelectProps = {
  /** Names the control; a visible label passes `labelledBy` instead. */
  label?: string | undefined;
  labelledBy?: string | undefined;
  id?: string | undefined;
  value: string;
  options: readonly SelectOption[];
  onChange: (value: string) => void;
  icon?: ReactNode;
  /** Full width and height of a form field. */
  field?: boolean | undefined;
  disabled?: boolean | undefined;
  className?: string | undefined;
};

/** One of many, with type-ahead. Esc closes and gives focus back. */
export function Select(props: SelectProps) {
  const { label, labelledBy, id, value, options, onChange, icon, field = false, disabled, className } = props;
  return (
    <RadixSelect.Root value={value} onValueChange={onChange} disabled={disabled ?? false}>
      <RadixSelect.Trigger
        id={id}
        aria-label={label}
        aria-labelledby={labelledBy}
        className={classNames(
          "inline-flex max-w-full items-center gap-2 rounded-control border bg-surface px-2.5 text-sm whitespace-nowrap hover:bg-hover disabled:cursor-not-allowed disabled:bg-sunken disabled:text-disabled max-sm:min-h-10",
          field ? "h-9 w-full justify-between border-line-control" : "h-8 border-line-strong",
          className,
        )}
      >
        {icon}
        <span className="min-w-0 truncate">
          <RadixSelect.Value />
        </span>
        <RadixSelect.Icon asChild>
          <ChevronDown aria-hidden className="ml-auto size-3.5 shrink-0 stroke-2" />
        </RadixSelect.Icon>
      </RadixSelect.Trigger>
      <RadixSelect.Portal>
        <RadixSelect.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="enter-fade z-40 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) overflow-hidden rounded-card border border-line bg-raised shadow-pop"
        >
          <RadixSelect.Viewport className="p-1">
            {options.map((option) => (
              <RadixSelect.Item
                key={option.value}
                value={option.value}
                className="relative flex h-8 items-center rounded-control pr-3 pl-8 text-ink text-sm outline-none select-none data-highlighted:bg-hover max-sm:h-10"
              >
                <RadixSelect.ItemIndicator className="absolute left-2.5">
                  <Check aria-hidden className="size-3.5 stroke-2 text-brand" />
                </RadixSelect.ItemIndicator>
                <RadixSelect.ItemText>{option.label}</RadixSelect.ItemText>
              </RadixSelect.Item>
            ))}
          </RadixSelect.Viewport>
        </RadixSelect.Content>
      </RadixSelect.Portal>
    </RadixSelect.Root>
  );
}
