import { EnvironmentError, env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/log";
import { startOutboxSweeper } from "@/lib/platform/outbox";
import { tidyRequests } from "./tidy-requests";

/**
 * What a process does before it serves: it refuses a bad environment with one sentence for each problem,
 * loads Sentry if there is a DSN, tidies what comes in, and starts the outbox sweeper.
 */
export async function startProcess(): Promise<void> {
  try {
    env();
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    for (const problem of error.problems) process.stderr.write(`${problem}\n`);
    process.exit(1);
  }
  const { sentryDsn } = env().operations;
  if (sentryDsn) {
    const sentry = await import("@sentry/nextjs");
    sentry.init({ dsn: sentryDsn });
  }
  tidyRequests({ keepsUpgrades: env().mode === "development" });
  startOutboxSweeper();
  logger().info({ mode: env().mode, identity: env().identity.mode }, "process started");
}
