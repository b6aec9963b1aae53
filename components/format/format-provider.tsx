"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";
import { createFormat, type Format } from "./create-format";
import { type FormatChoice, HOUSE_CHOICE } from "./locale-styles";

const FormatContext = createContext<Format>(createFormat(HOUSE_CHOICE));

/**
 * Says for whom everything below writes. Server and browser are given the same choice and so write the same text,
 * whatever the browser itself is set to.
 */
export function FormatProvider({ choice, children }: { choice: FormatChoice; children: ReactNode }) {
  const { locale, timeZone } = choice;
  const format = useMemo(() => createFormat({ locale, timeZone }), [locale, timeZone]);
  return <FormatContext value={format}>{children}</FormatContext>;
}

/** Writes numbers, money and dates as the reader of the page wants them. */
export const useFormat = (): Format => useContext(FormatContext);
