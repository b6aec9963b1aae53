import { parseArgs } from "node:util";
import { z } from "zod";

const signingKeySchema = z
  .string({ error: "INNGEST_SIGNING_KEY must be set" })
  .regex(
    /^(signkey-\w+-)?([0-9a-f]{2}){16,}$/i,
    "INNGEST_SIGNING_KEY must be signkey-<name>- followed by at least 32 hexadecimal digits",
  );

const optionsSchema = z.object({
  port: z.coerce.number().int().min(0).max(65_535),
  databaseUrl: z.url({
    protocol: /^postgres(ql)?$/,
    error: "LOCAL_STATE_DATABASE_URL must be a postgres:// URL",
  }),
  appUrl: z.url({ protocol: /^https?$/, error: "--app-url must be the http URL of the app's /api/inngest" }),
  signingKey: signingKeySchema,
  eventKey: z
    .string({ error: "INNGEST_EVENT_KEY must be set" })
    .min(1, "INNGEST_EVENT_KEY must not be empty"),
  backoffScale: z.coerce.number().min(0).default(1),
  maxInFlight: z.coerce.number().int().min(1).default(32),
  retentionHours: z.coerce.number().positive().default(168),
  resyncSeconds: z.coerce.number().min(1).default(15),
  callTimeoutMs: z.coerce.number().int().positive().default(7_200_000),
});

/** How an executor is set up. Times in the units their names say. */
export type ExecutorOptions = z.infer<typeof optionsSchema>;

export const USAGE = `local/inngest/server.ts
  --port <n>               port on 127.0.0.1 (0 picks a free one)
  --app-url <url>          the app's serve endpoint, such as http://127.0.0.1:3000/api/inngest
  --backoff-scale <n>      multiplies the waits between attempts (1)
  --max-in-flight <n>      calls this process makes at once (32)
  --retention-hours <n>    how long ended runs are kept (168)
  --resync-seconds <n>     how often the app is asked for its functions (15)
  --call-timeout-ms <n>    how long one call may take (7200000)
environment (a command line is there for every user of the machine to read):
  INNGEST_SIGNING_KEY, INNGEST_EVENT_KEY
  LOCAL_STATE_DATABASE_URL  Postgres, a direct connection; tables live in the schema local_inngest`;

/** Reads flags and environment. Throws an Error whose message says in one sentence each what is wrong. */
export function parseOptions(
  argv: string[],
  environment: Record<string, string | undefined>,
): ExecutorOptions {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args: argv,
    options: {
      port: text,
      "app-url": text,
      "backoff-scale": text,
      "max-in-flight": text,
      "retention-hours": text,
      "resync-seconds": text,
      "call-timeout-ms": text,
      "state-dir": text,
    },
  });
  const parsed = optionsSchema.safeParse({
    port: values.port ?? "4003",
    databaseUrl: environment["LOCAL_STATE_DATABASE_URL"],
    appUrl: values["app-url"],
    signingKey: environment["INNGEST_SIGNING_KEY"],
    eventKey: environment["INNGEST_EVENT_KEY"],
    backoffScale: values["backoff-scale"],
    maxInFlight: values["max-in-flight"],
    retentionHours: values["retention-hours"],
    resyncSeconds: values["resync-seconds"],
    callTimeoutMs: values["call-timeout-ms"],
  });
  if (!parsed.success) throw new Error(parsed.error.issues.map((issue) => issue.message).join("\n"));
  return parsed.data;
}
