import { ClerkProvider } from "@clerk/nextjs";
import type { Metadata, Viewport } from "next";
import { connection } from "next/server";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { ThemeScript } from "@/components/theme/theme-script";
import { Toaster } from "@/components/ui/toast";
import { env } from "@/lib/platform/env";
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
  await connection();
  const { identity } = env();
  const body = <NuqsAdapter>{children}</NuqsAdapter>;
  return (
    <html lang="en" className={fontClassNames} suppressHydrationWarning>
      <head>
        <ThemeScript />
      </head>
      <body>
        {identity.mode === "clerk" ? (
          <ClerkProvider publishableKey={identity.publishableKey} signInUrl="/sign-in" signUpUrl="/sign-up">
            {body}
          </ClerkProvider>
        ) : (
          body
        )}
        <Toaster />
      </body>
    </html>
  );
}
