import { clerkMiddleware } from "@clerk/nextjs/server";
import { type NextFetchEvent, type NextRequest, NextResponse } from "next/server";
import { ACCOUNT_COOKIE, computeRemembered } from "@/app/_server/remembered-accounts";
import { PATH_HEADER } from "@/app/_server/request-path";
import { readAccountPath } from "@/lib/platform/account-path";

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

const ONE_YEAR_SECONDS = 365 * 24 * 3600;

/** Tells the layouts which page they frame, and remembers the account whose page was opened. */
function answer(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  headers.set(PATH_HEADER, `${request.nextUrl.pathname}${request.nextUrl.search}`);
  const response = NextResponse.next({ request: { headers } });
  const account = readAccountPath(request.nextUrl.pathname)?.account;
  const remembered = account && computeRemembered(request.cookies.get(ACCOUNT_COOKIE)?.value, account);
  if (remembered && request.method === "GET") {
    response.cookies.set(ACCOUNT_COOKIE, remembered, {
      httpOnly: true,
      sameSite: "lax",
      secure: read("APP_URL").startsWith("https:"),
      path: "/",
      maxAge: ONE_YEAR_SECONDS,
    });
  }
  return response;
}

/** Verifies Clerk's session where Clerk is used. Who may see what is decided in each page and route. */
export default function middleware(request: NextRequest, event: NextFetchEvent) {
  if (read("CLERK_SECRET_KEY") === "") return answer(request);
  return withClerk(request, event);
}

// A matched middleware costs a route more than half of its throughput, so the paths that machines call are
// left out: they authenticate in the route wrapper.
export const config = {
  matcher: [
    "/((?!_next/|favicon.ico|icon.svg|api/webhooks|api/inngest|api/health|api/usage|api/openapi.json|stripe/webhook).*)",
  ],
};
