"use client";

import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import { type ComponentProps, type MouseEvent, type ReactNode, useId } from "react";
import { type ButtonLook, buttonVariants } from "./button-variants";
import { classNames } from "./class-names";

export type ButtonProps = Omit<ComponentProps<"button">, "disabled"> &
  ButtonLook & {
    /** Draws the child element as a button. */
    asChild?: boolean | undefined;
    /** Drawn before the label; a busy button turns it into a spinner. */
    icon?: ReactNode;
    /** The act is under way: the label stays, the width stays, further clicks do nothing. */
    busy?: boolean | undefined;
    disabled?: boolean | undefined;
    /** Why the button refuses. The button stays reachable by keyboard, so that the reason can be read. */
    disabledReason?: string | null | undefined;
  };

/* The spinner needs room; it comes out of the padding, so the button keeps its width. */
const BUSY_PADDING = { md: "px-1", sm: "px-0", xs: "gap-1 px-0" } as const;

/** A button. One primary button per view; its label is verb + object + amount. */
export function Button({
  asChild = false,
  icon,
  busy = false,
  disabled = false,
  disabledReason = null,
  variant,
  size,
  shape,
  block,
  className,
  children,
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  const reasonId = useId();
  const refused = disabledReason !== null && disabledReason !== undefined;
  const look = classNames(
    buttonVariants({ variant, size, shape, block }),
    busy && !icon && shape !== "icon" && !block && BUSY_PADDING[size ?? "md"],
    className,
  );
  if (asChild) {
    return (
      <Slot.Root className={look} onClick={onClick} {...(rest as ComponentProps<typeof Slot.Root>)}>
        {children}
      </Slot.Root>
    );
  }
  function onGuardedClick(event: MouseEvent<HTMLButtonElement>) {
    if (busy || refused) event.preventDefault();
    else onClick?.(event);
  }
  const spinner = <LoaderCircle aria-hidden className={classNames("animate-spin", iconSize(size))} />;
  return (
    <>
      <button
        {...rest}
        type={type}
        className={look}
        disabled={disabled}
        aria-disabled={refused || undefined}
        aria-busy={busy || undefined}
        aria-describedby={refused ? reasonId : rest["aria-describedby"]}
        title={refused ? disabledReason : rest.title}
        onClick={onGuardedClick}
      >
        {busy ? spinner : icon}
        {busy && shape === "icon" ? null : children}
      </button>
      {refused ? (
        <span id={reasonId} className="sr-only">
          {disabledReason}
        </span>
      ) : null}
    </>
  );
}

function iconSize(size: ButtonLook["size"]): string {
  return size === "xs" ? "size-3" : "size-3.5";
}
