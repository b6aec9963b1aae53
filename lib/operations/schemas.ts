import { z } from "zod";

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
