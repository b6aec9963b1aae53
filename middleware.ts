import { clerkMiddleware } from "@clerk/nextjs/server";
import { type NextFetchEvent, type NextRequest, NextResponse } from "next/server";
import { PATH_HEADER } from "@/app/_server/request-path";

// Read by computed name: a build must not freeze the keys of the machine it was made on.
const read = (name: string): string => process.env[name] ?? "";

const clerkOptions = () => {
  const publishableKey = read("NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY");
  const secretKey = read("CLERK_SECRET_KEY");
  const jwtKey = read("CLERK_JWT_KEY").replaceAll("\\n", "\n");
  return { publishableKey, secretKey, ...(jwtKey && { jwtKey }) };
};
const withClerk = clerkMiddleware((_auth, request) => tellPath(request), clerkOptions);

function tellPath(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  headers.set(PATH_HEADER, `${request.nextUrl.pathname}${request.nextUrl.search}`);
  return NextResponse.next({ request: { headers } });
}

/** Verifies Clerk's session where Clerk is used. Who may see what is decided in each page and route. */
export default function middleware(request: NextRequest, event: NextFetchEvent) {
  if (read("CLERK_SECRET_KEY") === "") return tellPath(request);
  return withClerk(request, event);
}

// A matched middleware costs a route more than half of its throughput, so the paths that machines call are
// left out: they authenticate in the route wrapper.
export const config = {
  matcher: [
    "/((?!_next/|favicon.ico|icon.svg|api/webhooks|api/inngest|api/health|api/usage|api/openapi.json|stripe/webhook).*)",
  ],
};
