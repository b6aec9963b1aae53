import { generateKeyPairSync } from "node:crypto";

/**
 * A complete environment of the local stack: what the start-up composes, with fixed values. Nothing listens at
 * its addresses unless a test starts it there.
 *
 * @param overrides replaces or, with `undefined`, removes single variables
 */
export function localEnvironment(
  overrides: Readonly<Record<string, string | undefined>> = {},
): Record<string, string | undefined> {
  return {
    NODE_ENV: "test",
    PORT: "3000",
    APP_URL: "http://localhost:3000",
    MH_ALLOW_LOCAL: "1",
    KEY_PEPPER: "ab".repeat(32),
    DATABASE_URL: "postgres://meterhouse_app:password@127.0.0.1:1/meterhouse",
    DATABASE_MIGRATION_URL: "postgres://postgres:password@127.0.0.1:1/meterhouse",
    SUPABASE_URL: "http://127.0.0.1:1",
    SUPABASE_PUBLISHABLE_KEY: "sb_publishable_test",
    SUPABASE_JWT_SECRET: "test-secret-of-more-than-thirty-two-characters",
    STRIPE_SECRET_KEY: "sk_test_local",
    STRIPE_WEBHOOK_SECRETS: "whsec_test",
    STRIPE_API_URL: "http://127.0.0.1:1",
    CLERK_WEBHOOK_SIGNING_SECRET: "whsec_dGVzdC1zZWNyZXQtb2YtY2xlcms=",
    LOCAL_IDENTITY_URL: "http://127.0.0.1:1",
    LOCAL_IDENTITY_JWT_KEY: identityKeys.publicKey.replaceAll("\n", "\\n"),
    LOCAL_IDENTITY_SECRET: "test-identity-secret-of-more-than-32-characters",
    INNGEST_EVENT_KEY: "test-event-key",
    INNGEST_SIGNING_KEY: "signkey-test-0123456789abcdef",
    INNGEST_BASE_URL: "http://127.0.0.1:1",
    SMTP_URL: "smtp://127.0.0.1:1",
    MAIL_FROM: "Meterhouse <billing@meterhouse.example>",
    LOCAL_MAIL_URL: "http://127.0.0.1:1",
    MH_LOCAL_SERVICES: "[]",
    LOG_LEVEL: "silent",
    ...overrides,
  };
}

/** The key pair of the pretended local identity, so that a test can sign a session of its own. */
export const identityKeys = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

/** Puts {@link localEnvironment} into this process, before anything asks `env()`. */
export function installEnvironment(overrides: Readonly<Record<string, string | undefined>> = {}): void {
  for (const [name, value] of Object.entries(localEnvironment(overrides))) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
