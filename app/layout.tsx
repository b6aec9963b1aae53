import { ClerkProvider } from "@clerk/nextjs";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { ConfirmByEmail } from "@/components/identity/confirm-by-email";
import { ConfirmWithClerk } from "@/components/identity/confirm-with-clerk";
import { FirstScripts } from "@/components/theme/first-scripts";
import { StyleNonceScript } from "@/components/theme/style-nonce-script";
import { ThemeScript } from "@/components/theme/theme-script";
import { EarlySubmit } from "@/components/ui/early-submit";
import { EarlySubmitScript } from "@/components/ui/early-submit-script";
import { Toaster } from "@/components/ui/toast";
import { env } from "@/lib/platform/env";
import { reportError } from "@/lib/platform/log";
import { findChoices } from "./_server/reader";
import { NONCE_HEADER } from "./_server/request-headers";
import { fontClassNames } from "./fonts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Meterhouse", template: "%s · Meterhouse" },
  description: "Plans, billing, usage and credits, in plain sight.",
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f3f6f7" },
    { media: "(prefers-color-scheme: dark)", color: "#0b1214" },
  ],
};

/** The frame of every page. Clerk's provider is mounted only where Clerk is used, so one build serves both. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  // Asking for the request keeps every page from being made at build time, without a nonce or an environment.
  const nonce = (await headers()).get(NONCE_HEADER) ?? undefined;
  const { identity } = env();
  const theme = await findTheme();
  const body = <NuqsAdapter>{children}</NuqsAdapter>;
  return (
    <html lang="en" className={fontClassNames} data-theme-choice={theme} suppressHydrationWarning>
      <head>
        <ThemeScript nonce={nonce} />
        <StyleNonceScript nonce={nonce} />
        <EarlySubmitScript nonce={nonce} />
      </head>
      <body>
        {identity.mode === "clerk" ? (
          <ClerkProvider publishableKey={identity.publishableKey} signInUrl="/sign-in" signUpUrl="/sign-up">
            {body}
            <ConfirmWithClerk />
          </ClerkProvider>
        ) : (
          <>
            {body}
            <ConfirmByEmail />
          </>
        )}
        <FirstScripts nonce={nonce} />
        <Toaster />
        <EarlySubmit />
      </body>
    </html>
  );
}

/** The signed-in person's own theme. A page that needs nobody must open while the identity is down. */
async function findTheme(): Promise<string | undefined> {
  try {
    return (await findChoices())?.theme;
  } catch (error) {
    reportError(error, { part: "theme" });
    return undefined;
  }
}
