import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { type ButtonLook, buttonVariants } from "./button-variants";
import { classNames } from "./class-names";

export type ButtonLinkProps = ComponentProps<typeof Link> & ButtonLook & { icon?: ReactNode };

/** A link that is drawn as a button. Works in server components. */
export function ButtonLink({
  icon,
  variant,
  size,
  shape,
  block,
  className,
  children,
  ...rest
}: ButtonLinkProps) {
  return (
    <Link {...rest} className={classNames(buttonVariants({ variant, size, shape, block }), className)}>
      {icon}
      {children}
    </Link>
  );
}
