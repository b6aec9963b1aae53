"use client";

import { useFormat } from "@/components/format/format-provider";
import type { Money } from "@/components/format/types";
import { classNames } from "./class-names";

export type RegisterFigureProps = {
  money: Money;
  /** Free plans print "$0", not "$0.00". */
  bareZero?: boolean | undefined;
  /** On a tinted ground the minor units need more contrast. */
  onTint?: boolean | undefined;
  className?: string | undefined;
};

/** An amount whose minor units are printed fainter, as a counter prints its last drums. */
export function RegisterFigure({ money, bareZero = false, onTint = false, className }: RegisterFigureProps) {
  const { splitMoney } = useFormat();
  const { sign, major, minor, suffix } = splitMoney(money);
  const hideMinor = minor === "" || (bareZero && money.amountMinor === 0);
  return (
    <span className={classNames("register", className)}>
      {sign}
      {major}
      {hideMinor ? null : (
        <span className={classNames("font-medium", onTint ? "text-muted" : "text-faint")}>{minor}</span>
      )}
      {suffix}
    </span>
  );
}
