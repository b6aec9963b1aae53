import type { NextConfig } from "next";

/** Sent with every response; `middleware.ts` adds the content security policy of pages to them. */
const securityHeaders = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  // Cards are entered on the provider's own pages: ours need none of this.
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), payment=(), usb=()" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
];

/** What the API answers is data: opened as a page it may load, run and be framed by nothing. */
const dataOnly = [
  { key: "Content-Security-Policy", value: "default-src 'none'; frame-ancestors 'none'; base-uri 'none'" },
];

const config: NextConfig = {
  // Each build lies in a folder of its own, so that a running copy is never overwritten by the next build.
  distDir: process.env["MH_DIST_DIR"] ?? ".next",
  poweredByHeader: false,
  reactStrictMode: true,
  typescript: {
    // `npm run verify` checks the types; the build need not do it a second time.
    ignoreBuildErrors: true,
    tsconfigPath: process.env["MH_TSCONFIG"] ?? "tsconfig.json",
  },
  serverExternalPackages: ["pino", "postgres", "ioredis", "nodemailer", "rate-limiter-flexible"],
  async headers() {
    return [
      { source: "/:path*", headers: securityHeaders },
      // pictures are shown, and say so themselves
      { source: "/api/:path((?!avatars/).*)", headers: dataOnly },
      { source: "/stripe/webhook", headers: dataOnly },
    ];
  },
  async rewrites() {
    return [
      // An account's page without its account, as in e-mails and documents: leads to the account last chosen.
      {
        source: "/:section(dashboard|usage|billing|team|activity|settings)/:page*",
        destination: "/last-account",
      },
      // Paths that older clients call.
      { source: "/api/stripe/create-checkout", destination: "/api/billing/checkout" },
      { source: "/api/stripe/portal", destination: "/api/billing/portal" },
      { source: "/stripe/webhook", destination: "/api/webhooks/stripe" },
    ];
  },
};

export default config;
