"use client";

import { Switch as RadixSwitch } from "radix-ui";
import { type ReactNode, useId } from "react";

export type SwitchProps = {
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean | undefined;
  children: ReactNode;
};

/** A setting that applies at once. */
export function Switch({ checked, onChange, disabled = false, children }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex items-center justify-between gap-4 text-sm">
      <label htmlFor={id}>{children}</label>
      <RadixSwitch.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        className="relative h-5 w-9 shrink-0 rounded-full bg-line-control transition-colors duration-(--dur-1) before:absolute before:-inset-2.5 data-[state=checked]:bg-brand-solid disabled:opacity-50"
      >
        <RadixSwitch.Thumb className="block size-4 translate-x-0.5 rounded-full bg-white transition-transform duration-(--dur-1) data-[state=checked]:translate-x-4.5" />
      </RadixSwitch.Root>
    </div>
  );
}
