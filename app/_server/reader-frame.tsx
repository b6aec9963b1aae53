import type { ReactNode } from "react";
import { FormatProvider } from "@/components/format/format-provider";
import { ThemeKeeper } from "@/components/theme/theme-keeper";
import { findChoices, getReader } from "./reader";

/** Everything inside writes numbers and dates, and shows colours, as the person at the screen chose. */
export async function ReaderFrame({ children }: { children: ReactNode }) {
  const [{ locale, timeZone }, choices] = await Promise.all([getReader(), findChoices()]);
  return (
    <FormatProvider choice={{ locale, timeZone }}>
      <ThemeKeeper theme={choices?.theme ?? null} />
      {children}
    </FormatProvider>
  );
}
