import { z } from "zod";

export * from "./exports/schemas";

export const healthCheck = z.object({
  status: z.enum(["ok", "failing"]),
  latencyMs: z.number(),
  detail: z.string().optional(),
});
export type HealthCheck = z.infer<typeof healthCheck>;

export const healthReport = z.object({
  status: z.enum(["ok", "failing"]),
  checks: z.record(z.string(), healthCheck),
});
export type HealthReport = z.infer<typeof healthReport>;

/** Whatever browsers put into the fields we read; all others are dropped. */
const reported = z.string().max(8_192).optional();

/** A violation as `report-uri` sends it, or several as the Reporting API does. */
export const policyReports = z.union([
  z.object({
    "csp-report": z.object({
      "document-uri": reported,
      "blocked-uri": reported,
      "effective-directive": reported,
      "violated-directive": reported,
    }),
  }),
  z
    .array(
      z.object({
        type: z.string().max(100),
        body: z.object({ documentURL: reported, blockedURL: reported, effectiveDirective: reported }),
      }),
    )
    .max(100),
]);
export type PolicyReports = z.infer<typeof policyReports>;
