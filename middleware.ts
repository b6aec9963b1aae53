import { clerkMiddleware } from "@clerk/nextjs/server";
import { type NextFetchEvent, type NextRequest, NextResponse } from "next/server";
import { ACCOUNT_COOKIE, computeRemembered } from "@/app/_server/remembered-accounts";
import { NONCE_HEADER, PATH_HEADER } from "@/app/_server/request-headers";
import { readAccountPath } from "@/lib/platform/account-path";
import {
  computeContentSecurityPolicy,
  drawNonce,
  findClerkHost,
  REPORT_PATH,
  STRICT_TRANSPORT_SECURITY,
} from "@/lib/platform/content-security-policy";
import { cookieName, makeCookie } from "@/lib/platform/cookies";

// Read by computed name: a build must not freeze the keys of the machine it was made on.
const read = (name: string): string => process.env[name] ?? "";

const clerkOptions = () => {
  const publishableKey = read("NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY");
  const secretKey = read("CLERK_SECRET_KEY");
  const jwtKey = read("CLERK_JWT_KEY").replaceAll("\\n", "\n");
  // A token that Clerk made for another of its sites is nobody's here.
  const authorizedParties = [new URL(read("APP_URL")).origin];
  return { publishableKey, secretKey, authorizedParties, ...(jwtKey && { jwtKey }) };
};
const withClerk = clerkMiddleware((_auth, request) => answer(request), clerkOptions);

/** Pages are read, and take server actions. */
const PAGE_METHODS = ["GET", "HEAD", "POST"];
const ONE_YEAR_SECONDS = 365 * 24 * 3600;

/** Gives a page its policy, tells the layouts which page they frame, and remembers the account it is about. */
function answer(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  // What the API answers is data: its policy allows nothing, and is set once, in `next.config.ts`.
  if (pathname.startsWith("/api/")) return NextResponse.next();
  if (!PAGE_METHODS.includes(request.method)) {
    return new NextResponse(null, { status: 405, headers: { allow: PAGE_METHODS.join(", ") } });
  }
  const nonce = drawNonce();
  const isHttps = read("APP_URL").startsWith("https:");
  const policy = computeContentSecurityPolicy({
    nonce,
    clerkHost: findClerkHost(read("NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY")),
    isDevelopment: read("NODE_ENV") === "development",
    isHttps,
  });
  const headers = new Headers(request.headers);
  headers.set(PATH_HEADER, `${pathname}${search}`);
  headers.set(NONCE_HEADER, nonce);
  // Next reads the nonce out of the request's policy and writes it on every script of the page.
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("reporting-endpoints", `csp="${REPORT_PATH}"`);
  if (isHttps) response.headers.set("strict-transport-security", STRICT_TRANSPORT_SECURITY);
  remember(request, response);
  return response;
}

/**
 * Notes the account whose page was opened, so that addresses without an account lead back to it. Only whole pages
 * count: what a page fetches ahead can arrive when another account has been opened already.
 */
function remember(request: NextRequest, response: NextResponse): void {
  // Browsers that do not say how a page is asked for are taken to open it.
  const isOpened = (request.headers.get("sec-fetch-mode") ?? "navigate") === "navigate";
  const appUrl = read("APP_URL");
  const account = readAccountPath(request.nextUrl.pathname)?.account;
  const before = request.cookies.get(cookieName(ACCOUNT_COOKIE, appUrl))?.value;
  const remembered = account && computeRemembered(before, account);
  if (!remembered || !isOpened || request.method !== "GET") return;
  response.cookies.set(makeCookie(ACCOUNT_COOKIE, remembered, ONE_YEAR_SECONDS, appUrl));
}

/**
 * Gives every page its content security policy, and verifies Clerk's session where Clerk is used. Who may see
 * what is decided in each page and route.
 */
export default function middleware(request: NextRequest, event: NextFetchEvent) {
  if (read("CLERK_SECRET_KEY") === "") return answer(request);
  return withClerk(request, event);
}

// A matched middleware costs a route more than half of its throughput, so the paths that machines call are
// left out: they authenticate in the route wrapper.
export const config = {
  matcher: [
    "/((?!_next/|favicon.ico|icon.svg|api/webhooks|api/inngest|api/health|api/usage|api/openapi.json|api/csp-report|stripe/webhook).*)",
  ],
};
