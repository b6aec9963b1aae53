import { route } from "@/app/_server/route";
import { unsubscribe, unsubscribed, unsubscribeQuery } from "@/lib/notifications";
import { env } from "@/lib/platform/env";
import { DirectAnswer, directOutput } from "@/lib/platform/http";

// The token is the credential: it names the person and the kind, and is signed.
const common = {
  path: "/api/notifications/unsubscribe",
  tag: "Notifications",
  access: { kind: "public" },
  query: unsubscribeQuery,
  rate: { name: "unsubscribe", limit: 60, windowSeconds: 900 },
} as const;

/** Mail programs that only follow links come here: nothing changes until a person confirms on the page. */
export const GET = route(
  {
    ...common,
    method: "GET",
    summary: "Go to the page that asks before it unsubscribes",
    output: directOutput("text/html"),
    status: 303,
  },
  ({ query }) => {
    const page = new URL(`/unsubscribe?token=${encodeURIComponent(query.token)}`, env().app.url);
    return new DirectAnswer(null, { location: page.href }, 303);
  },
);

/** One click in a mail program (RFC 8058), or the page's button. */
export const POST = route(
  {
    ...common,
    method: "POST",
    summary: "Stop one kind of e-mail, by the link in it",
    output: unsubscribed,
    // Mail programs send a form, as the RFC says; the token in the address is all that is read.
    bodyTypes: ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"],
    errors: [{ status: 422, code: "BAD_LINK" }],
  },
  ({ ctx, query }) => unsubscribe(ctx, query.token),
);
