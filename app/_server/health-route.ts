import { route } from "@/app/_server/route";
import { type CheckName, checkHealth, healthReport } from "@/lib/operations";
import { DomainError } from "@/lib/platform/errors";

/** Probes come often and from one address. */
const PROBE_RATE = { name: "probe", limit: 1_200, windowSeconds: 60 };

/** A health route over some checks: 200 when all hold, else 503 with the same report. */
export function healthRoute(path: string, summary: string, names: readonly CheckName[]) {
  return route(
    {
      method: "GET",
      path,
      summary,
      tag: "Health",
      access: { kind: "public" },
      output: healthReport,
      rate: PROBE_RATE,
      errors: [{ status: 503, code: "UNHEALTHY" }],
    },
    async () => {
      const report = await checkHealth(names);
      if (report.status === "ok") return report;
      const failing = Object.keys(report.checks).filter((name) => report.checks[name]?.status === "failing");
      throw new DomainError(503, "UNHEALTHY", `Not healthy: ${failing.join(", ")}.`, report);
    },
  );
}
