import { type Logger as PinoLogger, pino } from "pino";
import { env } from "@/lib/platform/env";

export type Logger = PinoLogger;

let root: Logger | undefined;

/**
 * The process's structured log (JSON lines on standard output). Secrets and personal data are cut out by
 * name here as a last net; callers do not pass them in the first place.
 */
export function logger(): Logger {
  root ??= pino({
    level: env().operations.logLevel,
    base: { service: "meterhouse", pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: [
        "authorization",
        "cookie",
        "email",
        "key",
        "secret",
        "token",
        "*.authorization",
        "*.cookie",
        "*.email",
        "*.key",
        "*.secret",
        "*.token",
      ],
      censor: "[redacted]",
    },
    serializers: { err: pino.stdSerializers.err },
  });
  return root;
}

/**
 * An error nobody expected: it always reaches the log, and Sentry when a DSN is set.
 *
 * Sentry is imported only then: loaded statically it costs two fifths of a trivial route's throughput.
 */
export function reportError(error: unknown, facts: Readonly<Record<string, string | undefined>>): void {
  logger().error({ err: error, ...facts }, "unexpected error");
  if (!env().operations.sentryDsn) return;
  void import("@sentry/nextjs").then(
    (sentry) => sentry.captureException(error, { tags: facts }),
    (failure: unknown) => logger().error({ err: failure }, "Sentry could not be loaded"),
  );
}
