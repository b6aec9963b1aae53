"use client";

import { Check } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ComponentProps, ReactElement, ReactNode } from "react";
import { classNames } from "./class-names";

const ITEM =
  "relative flex min-h-8 items-center gap-2 rounded-control px-2.5 py-1.5 text-ink text-sm no-underline outline-none select-none hover:no-underline data-disabled:text-disabled data-highlighted:bg-hover max-sm:min-h-10 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:stroke-[1.75]";

export type MenuProps = {
  /** The button that opens the menu. */
  trigger: ReactElement;
  align?: "start" | "center" | "end" | undefined;
  side?: "top" | "bottom" | undefined;
  className?: string | undefined;
  children: ReactNode;
};

/**
 * A list of acts behind a button, with type-ahead. Esc closes and gives focus back. It is drawn where it stands,
 * not at the end of the document, so that it belongs to the same landmark as its button.
 */
export function Menu({ trigger, align = "end", side = "bottom", className, children }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Content
        align={align}
        side={side}
        sideOffset={4}
        collisionPadding={8}
        className={classNames(
          "enter-fade z-50 min-w-48 max-w-80 rounded-card border border-line bg-raised p-1 shadow-pop",
          className,
        )}
      >
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

/** One act. `tone="danger"` for a loss. */
export function MenuItem({
  tone = "default",
  className,
  ...rest
}: ComponentProps<typeof DropdownMenu.Item> & { tone?: "default" | "danger" }) {
  return (
    <DropdownMenu.Item
      {...rest}
      className={classNames(ITEM, tone === "danger" && "text-danger", className)}
    />
  );
}

/** A line of text that is no act. */
export function MenuLabel({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className="px-2.5 py-1.5 text-muted text-xs">{children}</DropdownMenu.Label>;
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-line" />;
}

export type MenuChoicesProps = {
  label: string;
  value: string;
  options: readonly { value: string; label: ReactNode }[];
  onChange: (value: string) => void;
};

/** One of a few inside a menu; the menu stays open while choosing. */
export function MenuChoices({ label, value, options, onChange }: MenuChoicesProps) {
  return (
    <DropdownMenu.RadioGroup value={value} onValueChange={onChange} aria-label={label}>
      {options.map((option) => (
        <DropdownMenu.RadioItem
          key={option.value}
          value={option.value}
          onSelect={(event) => event.preventDefault()}
          className={classNames(ITEM, "pl-8")}
        >
          <DropdownMenu.ItemIndicator className="absolute left-2.5">
            <Check aria-hidden className="size-3.5 stroke-2 text-brand" />
          </DropdownMenu.ItemIndicator>
          {option.label}
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}
