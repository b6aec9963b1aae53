import { pingDatabase } from "@/lib/platform/db";
import { DomainError, providerUnavailable } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/log";
import { pingMail } from "@/lib/platform/mail";
import { listGuards } from "@/lib/platform/resilience";
import { countWaitingEvents } from "../repository";
import type { HealthCheck, HealthReport } from "../schemas";

/** A check that takes longer than this counts as failed. */
const DEADLINE_MS = 2_000;
/** Outbox rows older than this say that the queue does not keep up. */
const OUTBOX_LATE_SECONDS = 60;

export type CheckName = "database" | "queue" | "stripe" | "mail";

const checks: Record<CheckName, () => Promise<string | null>> = {
  database: async () => {
    await pingDatabase();
    return null;
  },
  queue: async () => {
    const { waiting, oldestSeconds } = await countWaitingEvents();
    if (oldestSeconds > OUTBOX_LATE_SECONDS)
      throw providerUnavailable(`${waiting} events wait, the oldest for ${oldestSeconds} s`);
    return `${waiting} events wait`;
  },
  // Reads our own state: a health check that called Stripe would be down whenever Stripe is.
  stripe: async () => {
    const state =
      listGuards()
        .find(({ service }) => service === "Stripe")
        ?.state() ?? "closed";
    if (state === "open")
      throw providerUnavailable("The circuit is open: Stripe did not answer five times in a row");
    return `circuit ${state}`;
  },
  mail: async () => {
    await pingMail();
    return null;
  },
};

/** Runs the named checks side by side. Never throws: a failed check is part of the report. */
export async function checkHealth(
  names: readonly CheckName[],
  deadlineMs = DEADLINE_MS,
): Promise<HealthReport> {
  const results = await Promise.all(
    names.map(async (name) => [name, await runCheck(name, deadlineMs)] as const),
  );
  const healthy = results.every(([, check]) => check.status === "ok");
  return { status: healthy ? "ok" : "failing", checks: Object.fromEntries(results) };
}

async function runCheck(name: CheckName, deadlineMs: number): Promise<HealthCheck> {
  const startedAt = performance.now();
  const latencyMs = () => Math.round((performance.now() - startedAt) * 10) / 10;
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(providerUnavailable(`No answer within ${deadlineMs} ms`)), deadlineMs);
  });
  try {
    const detail = await Promise.race([checks[name](), deadline]);
    return { status: "ok", latencyMs: latencyMs(), ...(detail && { detail }) };
  } catch (error) {
    // Anybody may ask for the report, and a driver's message names hosts and roles: that is for the log.
    logger().warn({ err: error, check: name }, "health check failed");
    const detail = error instanceof DomainError ? error.message : "Does not answer; the log says why";
    return { status: "failing", latencyMs: latencyMs(), detail };
  } finally {
    clearTimeout(timer);
  }
}
