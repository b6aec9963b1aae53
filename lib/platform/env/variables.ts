import { z } from "zod";

/** Groups of the environment reference in docs/environment.md. */
export type VariableGroup =
  | "Application"
  | "Database"
  | "Supabase"
  | "Stripe"
  | "Identity"
  | "Inngest"
  | "Mail"
  | "Operations"
  | "Local stack";

export interface Variable {
  readonly group: VariableGroup;
  /** What it is for, in one sentence; printed into the environment reference. */
  readonly purpose: string;
  /** What a valid value is; the error sentence says "<NAME> must be <rule>". */
  readonly rule: string;
  readonly schema: z.ZodType<string, string>;
  readonly example: string;
  readonly secret?: boolean;
  /** True when the start-up makes it if the person does not set it. */
  readonly generated?: boolean;
}

const text = z.string().min(1);
const port = z
  .string()
  .refine((value) => /^\d{1,5}$/.test(value) && Number(value) > 0 && Number(value) < 65_536);
const url = (protocols: readonly string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol));
const httpUrl = url(["http:", "https:"]);
const bareUrl = httpUrl.refine((value) => !value.endsWith("/"));
const startsWith = (...prefixes: string[]) =>
  z
    .string()
    .refine((value) => prefixes.some((prefix) => value.startsWith(prefix) && value.length > prefix.length));

/**
 * Every variable the application reads, with its rule. The one list: the parser, `.env.example` and
 * docs/environment.md are made from it, and a test compares them.
 */
export const variables = {
  NODE_ENV: {
    group: "Application",
    purpose: "Runtime mode, set by the npm scripts.",
    rule: "production, development or test",
    schema: z.enum(["production", "development", "test"]),
    example: "production",
    generated: true,
  },
  PORT: {
    group: "Application",
    purpose: "Port of the application.",
    rule: "a port number from 1 to 65535",
    schema: port,
    example: "3000",
    generated: true,
  },
  APP_URL: {
    group: "Application",
    purpose: "Public address of the application; return addresses and e-mail links begin with it.",
    rule: "an http or https address without a slash at the end",
    schema: bareUrl,
    example: "https://billing.example.com",
    generated: true,
  },
  MH_ALLOW_LOCAL: {
    group: "Application",
    purpose:
      "With 1, a production build may run on local stand-ins. `npm start` sets it; a real deployment must not.",
    rule: "1 or 0",
    schema: z.enum(["0", "1"]),
    example: "0",
    generated: true,
  },
  KEY_PEPPER: {
    group: "Application",
    purpose: "Secret mixed into the hashes of API keys. Changing it makes every issued key invalid.",
    rule: "at least 64 hexadecimal characters (make one with: openssl rand -hex 32)",
    schema: z.string().regex(/^[0-9a-f]{64,}$/i),
    example: "",
    secret: true,
    generated: true,
  },
  TRUSTED_PROXY_HOPS: {
    group: "Application",
    purpose:
      "How many proxies stand in front of the application and append to X-Forwarded-For. 0 ignores the header.",
    rule: "a whole number from 0 to 9",
    schema: z.string().regex(/^[0-9]$/),
    example: "1",
  },
  DATABASE_URL: {
    group: "Database",
    purpose:
      "Postgres connection of the application's own role. On Supabase: the transaction pooler (port 6543), for which prepared statements are switched off.",
    rule: "a postgres:// address",
    schema: url(["postgres:", "postgresql:"]),
    example: "postgres://meterhouse_app:password@db.example.com:6543/postgres",
    secret: true,
    generated: true,
  },
  DATABASE_MIGRATION_URL: {
    group: "Database",
    purpose: "Direct Postgres connection for migrations (port 5432 on Supabase).",
    rule: "a postgres:// address",
    schema: url(["postgres:", "postgresql:"]),
    example: "postgres://postgres:password@db.example.com:5432/postgres",
    secret: true,
    generated: true,
  },
  DATABASE_POOL_SIZE: {
    group: "Database",
    purpose: "Connections a process may open. Default 10.",
    rule: "a whole number from 1 to 100",
    schema: z
      .string()
      .refine((value) => /^\d{1,3}$/.test(value) && Number(value) >= 1 && Number(value) <= 100),
    example: "10",
  },
  SUPABASE_URL: {
    group: "Supabase",
    purpose: "Address of the Supabase project's API; people read through it with their own token.",
    rule: "an http or https address without a slash at the end",
    schema: bareUrl,
    example: "https://project.supabase.example",
    generated: true,
  },
  SUPABASE_PUBLISHABLE_KEY: {
    group: "Supabase",
    purpose: "Supabase's publishable key.",
    rule: "a key that begins with sb_publishable_",
    schema: startsWith("sb_publishable_"),
    example: "sb_publishable_...",
    generated: true,
  },
  SUPABASE_JWT_SECRET: {
    group: "Supabase",
    purpose: "Only with the local identity: signs the tokens that the local REST gateway verifies.",
    rule: "at least 32 characters",
    schema: z.string().min(32),
    example: "",
    secret: true,
    generated: true,
  },
  STRIPE_SECRET_KEY: {
    group: "Stripe",
    purpose: "Stripe's secret or restricted key.",
    rule: "a key that begins with sk_ or rk_",
    schema: startsWith("sk_", "rk_"),
    example: "sk_test_...",
    secret: true,
    generated: true,
  },
  STRIPE_WEBHOOK_SECRETS: {
    group: "Stripe",
    purpose: "Signing secrets of the webhook endpoint, comma-separated; two while one is being rotated.",
    rule: "one or more secrets that begin with whsec_, separated by commas",
    schema: z.string().regex(/^whsec_[^,\s]+(,whsec_[^,\s]+)*$/),
    example: "whsec_...",
    secret: true,
    generated: true,
  },
  STRIPE_PORTAL_CONFIGURATION: {
    group: "Stripe",
    purpose: "Billing portal configuration to use instead of the account's default.",
    rule: "an id that begins with bpc_",
    schema: startsWith("bpc_"),
    example: "bpc_...",
  },
  STRIPE_API_URL: {
    group: "Local stack",
    purpose: "Address of the local Stripe. Set by the start-up only; refused with a live key.",
    rule: "an http or https address without a slash at the end",
    schema: bareUrl,
    example: "http://127.0.0.1:4002",
    generated: true,
  },
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: {
    group: "Identity",
    purpose: "Clerk's publishable key. With CLERK_SECRET_KEY it switches sign-in to Clerk.",
    rule: "a key that begins with pk_",
    schema: startsWith("pk_"),
    example: "pk_test_...",
  },
  CLERK_SECRET_KEY: {
    group: "Identity",
    purpose: "Clerk's secret key.",
    rule: "a key that begins with sk_",
    schema: startsWith("sk_"),
    example: "sk_test_...",
    secret: true,
  },
  CLERK_JWT_KEY: {
    group: "Identity",
    purpose:
      "Clerk's JWKS public key (PEM, line breaks as \\n). With it no request needs the network to verify a session.",
    rule: "a PEM public key",
    schema: z.string().includes("BEGIN PUBLIC KEY"),
    example: "",
  },
  CLERK_WEBHOOK_SIGNING_SECRET: {
    group: "Identity",
    purpose:
      "Signing secrets of Clerk's webhook endpoint, comma-separated; two while one is being rotated. The local identity signs with it too.",
    rule: "one or more secrets that begin with whsec_, separated by commas",
    schema: z.string().regex(/^whsec_[^,\s]+(,whsec_[^,\s]+)*$/),
    example: "whsec_...",
    secret: true,
    generated: true,
  },
  LOCAL_IDENTITY_URL: {
    group: "Local stack",
    purpose: "Address of the local identity. Set by the start-up when no Clerk keys are given.",
    rule: "an http or https address without a slash at the end",
    schema: bareUrl,
    example: "http://127.0.0.1:4004",
    generated: true,
  },
  LOCAL_IDENTITY_JWT_KEY: {
    group: "Local stack",
    purpose: "Public key that verifies the local identity's tokens (PEM, line breaks as \\n).",
    rule: "a PEM public key",
    schema: z.string().includes("BEGIN PUBLIC KEY"),
    example: "",
    generated: true,
  },
  LOCAL_IDENTITY_SECRET: {
    group: "Local stack",
    purpose: "Shared secret with which the application calls the local identity.",
    rule: "at least 32 characters",
    schema: z.string().min(32),
    example: "",
    secret: true,
    generated: true,
  },
  INNGEST_EVENT_KEY: {
    group: "Inngest",
    purpose: "Key with which events are sent.",
    rule: "a non-empty key",
    schema: text,
    example: "",
    secret: true,
    generated: true,
  },
  INNGEST_SIGNING_KEY: {
    group: "Inngest",
    purpose: "Key that signs Inngest's calls to /api/inngest.",
    rule: "a key that begins with signkey-",
    schema: startsWith("signkey-"),
    example: "signkey-prod-...",
    secret: true,
    generated: true,
  },
  INNGEST_SIGNING_KEY_FALLBACK: {
    group: "Inngest",
    purpose: "Second signing key while the first is being rotated.",
    rule: "a key that begins with signkey-",
    schema: startsWith("signkey-"),
    example: "signkey-prod-...",
    secret: true,
  },
  INNGEST_BASE_URL: {
    group: "Inngest",
    purpose: "Address of a self-hosted Inngest or of the local executor; unset is Inngest's cloud.",
    rule: "an http or https address",
    schema: httpUrl,
    example: "http://127.0.0.1:4003",
    generated: true,
  },
  SMTP_URL: {
    group: "Mail",
    purpose: "Mail server.",
    rule: "an smtp:// or smtps:// address",
    schema: url(["smtp:", "smtps:"]),
    example: "smtps://user:password@mail.example.com:465",
    secret: true,
    generated: true,
  },
  MAIL_FROM: {
    group: "Mail",
    purpose: "Sender of every message.",
    rule: 'an address such as "Meterhouse <billing@example.com>"',
    schema: z.string().regex(/^[^<>@\s][^<>]*<[^<>@\s]+@[^<>@\s]+>$|^[^<>@\s]+@[^<>@\s]+$/),
    example: "Meterhouse <billing@example.com>",
    generated: true,
  },
  LOCAL_MAIL_URL: {
    group: "Local stack",
    purpose: "Inbox page of the local mail catcher.",
    rule: "an http or https address without a slash at the end",
    schema: bareUrl,
    example: "http://127.0.0.1:4006",
    generated: true,
  },
  MH_LOCAL_SERVICES: {
    group: "Local stack",
    purpose: "JSON list of the services and which of them are stand-ins; the pages label them with it.",
    rule: "a JSON list of { name, standIn, url }",
    schema: z.string(),
    example: "[]",
    generated: true,
  },
  LOCAL_PORT_BASE: {
    group: "Local stack",
    purpose: "First port of the local stack; the stand-ins take the ports after it. Default PORT + 1000.",
    rule: "a port number from 1 to 65500",
    schema: port.refine((value) => Number(value) <= 65_500),
    example: "4000",
  },
  DELETION_GRACE_DAYS: {
    group: "Operations",
    purpose: "Days between asking for a deletion and erasing, during which it can be undone. Default 14.",
    rule: "a whole number from 0 to 90",
    schema: z.string().regex(/^([0-9]|[1-8][0-9]|90)$/),
    example: "14",
  },
  LOG_LEVEL: {
    group: "Operations",
    purpose: "Least severe level that is logged. Default info.",
    rule: "fatal, error, warn, info, debug, trace or silent",
    schema: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]),
    example: "info",
  },
  AUDIT_ANCHOR_KEY: {
    group: "Operations",
    purpose:
      "Signs the nightly statements of the audit chains' heads (Ed25519 private key, PEM, line breaks as \\n); unset leaves them unsigned.",
    rule: "an Ed25519 private key in PEM (make one with: openssl genpkey -algorithm ed25519)",
    // The first bytes of every Ed25519 key in PKCS #8, in base64.
    schema: z
      .string()
      .regex(
        /^-----BEGIN PRIVATE KEY-----\s+MC4CAQAwBQYDK2VwBCIEI[\w+/=]{43}\s+-----END PRIVATE KEY-----\s*$/,
      ),
    example: "",
    secret: true,
  },
  REDIS_URL: {
    group: "Operations",
    purpose: "Redis that shares rate limits between processes; unset keeps them in each process's memory.",
    rule: "a redis:// or rediss:// address",
    schema: url(["redis:", "rediss:"]),
    example: "redis://cache.example.com:6379",
    secret: true,
  },
  SENTRY_DSN: {
    group: "Operations",
    purpose: "Sentry project that receives unexpected errors; unset leaves Sentry unloaded.",
    rule: "an http or https address",
    schema: httpUrl,
    example: "https://key@errors.example.com/1",
  },
} as const satisfies Record<string, Variable>;

export type VariableName = keyof typeof variables;
