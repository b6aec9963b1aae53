import { z } from "zod";
import { route } from "@/app/_server/route";
import { policyReports, reportViolations } from "@/lib/operations";

/** Enough to learn of a mistake, too little to fill the log. */
const REPORT_RATE = { name: "csp-report", limit: 60, windowSeconds: 60 };

export const POST = route(
  {
    method: "POST",
    path: "/api/csp-report",
    summary: "What a browser says the content security policy stopped",
    tag: "Operations",
    access: { kind: "public" },
    body: policyReports,
    bodyTypes: ["application/csp-report", "application/reports+json"],
    output: z.object({ received: z.int() }),
    rate: REPORT_RATE,
  },
  ({ ctx, input }) => reportViolations(ctx, input),
);
