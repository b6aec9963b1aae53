import type { ComponentProps } from "react";
import { classNames } from "./class-names";

/** Edges of the first and last cell line up with the card's padding. */
const EDGES = "first:pl-5 last:pr-5 max-sm:first:pl-4 max-sm:last:pr-4";

/** A table in the house's hand. */
export function Table({ className, ...rest }: ComponentProps<"table">) {
  return <table {...rest} className={classNames("w-full border-collapse text-sm", className)} />;
}

export type CellAlign = "start" | "end" | "center";
const ALIGN: Readonly<Record<CellAlign, string>> = {
  start: "text-left",
  end: "text-right",
  center: "text-center",
};

type CellLook = {
  align?: CellAlign | undefined;
  /** Left out below 640 px; what it says must then stand under the first cell. */
  wideOnly?: boolean | undefined;
};

export function HeadCell({
  align = "start",
  wideOnly = false,
  className,
  ...rest
}: Omit<ComponentProps<"th">, "align"> & CellLook) {
  return (
    <th
      scope="col"
      {...rest}
      className={classNames(
        "border-line border-b px-3 py-2.5 font-medium text-muted text-xs whitespace-nowrap",
        EDGES,
        ALIGN[align],
        wideOnly && "max-sm:hidden",
        className,
      )}
    />
  );
}

export function Cell({
  align = "start",
  wideOnly = false,
  className,
  ...rest
}: Omit<ComponentProps<"td">, "align"> & CellLook) {
  return (
    <td
      {...rest}
      className={classNames(
        "border-line border-b px-3 py-2.5 align-middle leading-5 group-last/row:border-b-0",
        EDGES,
        ALIGN[align],
        wideOnly && "max-sm:hidden",
        className,
      )}
    />
  );
}

/** A row of the body; a selected one is tinted. */
export function Row({
  selected,
  className,
  ...rest
}: ComponentProps<"tr"> & { selected?: boolean | undefined }) {
  return (
    <tr
      {...rest}
      data-selected={selected || undefined}
      className={classNames("group/row hover:bg-hover data-selected:bg-brand-soft", className)}
    />
  );
}

/** Second line of a cell. */
export function CellDetail({
  phoneOnly = false,
  className,
  ...rest
}: ComponentProps<"span"> & { phoneOnly?: boolean }) {
  return (
    <span {...rest} className={classNames("block text-muted text-xs", phoneOnly && "sm:hidden", className)} />
  );
}
