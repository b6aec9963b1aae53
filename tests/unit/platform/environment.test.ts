import { describe, expect, test } from "vitest";
import { EnvironmentError, parseEnvironment, type VariableName, variables } from "@/lib/platform/env";
import { localEnvironment } from "@/tests/support/environment";

/** For every variable, values that break its rule. A variable without an entry fails the test below. */
const badValues: Readonly<Record<VariableName, readonly string[]>> = {
  NODE_ENV: ["staging", "PRODUCTION", " "],
  PORT: ["0", "65536", "-1", "3000.5", "three", "1e3", "123456"],
  APP_URL: ["http://localhost:3000/", "localhost:3000", "ftp://localhost", "//localhost", "https://"],
  MH_ALLOW_LOCAL: ["true", "yes", "2"],
  KEY_PEPPER: ["ab".repeat(31), "xy".repeat(32), `${"ab".repeat(32)}\n`],
  TRUSTED_PROXY_HOPS: ["-1", "10", "1.5", "one"],
  DATABASE_URL: ["mysql://root@localhost/db", "localhost:5432", "postgres"],
  DATABASE_MIGRATION_URL: ["http://localhost:5432", "nonsense"],
  DATABASE_POOL_SIZE: ["0", "101", "ten", "1000", "-5"],
  SUPABASE_URL: ["https://project.supabase.example/", "project", "postgres://x"],
  SUPABASE_PUBLISHABLE_KEY: ["sb_secret_123", "sb_publishable_", "eyJhbGciOi"],
  SUPABASE_JWT_SECRET: ["x".repeat(31)],
  STRIPE_SECRET_KEY: ["pk_test_123", "sk_", "whsec_1"],
  STRIPE_WEBHOOK_SECRETS: ["whsec_", "secret", "whsec_a,", "whsec_a, whsec_b", "whsec_a,b"],
  STRIPE_PORTAL_CONFIGURATION: ["bpc_", "portal"],
  STRIPE_API_URL: ["http://127.0.0.1:4002/", "127.0.0.1:4002"],
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: ["sk_test_1", "pk_"],
  CLERK_SECRET_KEY: ["pk_test_1", "sk_"],
  CLERK_JWT_KEY: ["-----BEGIN PRIVATE KEY-----", "key"],
  CLERK_WEBHOOK_SIGNING_SECRET: ["whsec_", "secret", "whsec_a,", "whsec_a, whsec_b"],
  LOCAL_IDENTITY_URL: ["http://127.0.0.1:4004/", "identity"],
  LOCAL_IDENTITY_JWT_KEY: ["-----BEGIN PRIVATE KEY-----", "key"],
  LOCAL_IDENTITY_SECRET: ["x".repeat(31)],
  // Any text is a key; an empty one counts as not set, which "is missing" covers.
  INNGEST_EVENT_KEY: [],
  INNGEST_SIGNING_KEY: ["signkey-", "key"],
  INNGEST_SIGNING_KEY_FALLBACK: ["signkey-", "key"],
  INNGEST_BASE_URL: ["127.0.0.1:4003", "inngest"],
  SMTP_URL: ["http://127.0.0.1:25", "mail.example.com"],
  MAIL_FROM: ["Meterhouse", "Meterhouse <billing>", "a b@example.com", "<>"],
  LOCAL_MAIL_URL: ["http://127.0.0.1:4006/", "mail"],
  MH_LOCAL_SERVICES: ["{", "{}", '[{"name":"Stripe"}]', '[{"name":1,"standIn":true,"url":""}]'],
  LOCAL_PORT_BASE: ["0", "65501", "base"],
  DELETION_GRACE_DAYS: ["-1", "91", "14.5", "two"],
  LOG_LEVEL: ["verbose", "INFO"],
  AUDIT_ANCHOR_KEY: [
    "key",
    "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----",
    "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\n-----END PRIVATE KEY-----",
  ],
  REDIS_URL: ["http://cache:6379", "cache"],
  SENTRY_DSN: ["sentry", "ftp://key@errors.example.com/1"],
};

const clerk = { NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: "pk_test_1", CLERK_SECRET_KEY: "sk_test_1" };
const production = {
  ...localEnvironment(),
  NODE_ENV: "production",
  MH_ALLOW_LOCAL: undefined,
  STRIPE_API_URL: undefined,
  CLERK_WEBHOOK_SIGNING_SECRET: undefined,
  LOCAL_IDENTITY_URL: undefined,
  LOCAL_IDENTITY_JWT_KEY: undefined,
  LOCAL_IDENTITY_SECRET: undefined,
  LOCAL_MAIL_URL: undefined,
  ...clerk,
};

function problemsOf(source: Readonly<Record<string, string | undefined>>): readonly string[] {
  try {
    parseEnvironment(source);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
  return [];
}

describe("a bad value", () => {
  test("is known for every variable", () => {
    expect(Object.keys(badValues).sort()).toEqual(Object.keys(variables).sort());
  });

  const cases = Object.entries(badValues).flatMap(([name, values]) =>
    values.map((value) => [name, value] as const),
  );
  test.each(cases)("of %s (%j) gives one sentence that names it and its rule", (name, value) => {
    // Clerk's two keys belong together; the other one is there, so that only the bad value is wrong.
    const companion = name in clerk ? clerk : {};
    expect(problemsOf(localEnvironment({ ...companion, [name]: value }))).toEqual([
      `${name} must be ${variables[name as VariableName].rule}.`,
    ]);
  });

  test("never appears in the sentence, because it may be a secret", () => {
    const value = "do-not-print-me";
    const broken = localEnvironment(Object.fromEntries(Object.keys(variables).map((name) => [name, value])));
    expect(problemsOf(broken).length).toBeGreaterThan(20);
    expect(problemsOf(broken).join("\n")).not.toContain(value);
  });
});

describe("a missing value", () => {
  const needed: readonly VariableName[] = [
    "APP_URL",
    "KEY_PEPPER",
    "DATABASE_URL",
    "SUPABASE_URL",
    "SUPABASE_PUBLISHABLE_KEY",
    "SUPABASE_JWT_SECRET",
    "STRIPE_SECRET_KEY",
    "STRIPE_WEBHOOK_SECRETS",
    "CLERK_WEBHOOK_SIGNING_SECRET",
    "LOCAL_IDENTITY_URL",
    "LOCAL_IDENTITY_JWT_KEY",
    "LOCAL_IDENTITY_SECRET",
    "INNGEST_EVENT_KEY",
    "INNGEST_SIGNING_KEY",
    "SMTP_URL",
    "MAIL_FROM",
  ];
  test.each(needed)("of %s gives one sentence that says what to set", (name) => {
    const sentence = `${name} is missing: set it to ${variables[name].rule}.`;
    expect(problemsOf(localEnvironment({ [name]: undefined }))).toEqual([sentence]);
    expect(problemsOf(localEnvironment({ [name]: "" }))).toEqual([sentence]);
  });

  test("of any other variable is fine, and an empty string counts as missing", () => {
    for (const name of Object.keys(variables).filter((each) => !needed.includes(each as VariableName))) {
      expect(problemsOf(localEnvironment({ [name]: undefined })), name).toEqual([]);
      expect(problemsOf(localEnvironment({ [name]: "" })), name).toEqual([]);
    }
  });

  test("everywhere gives one sentence for each, all at once", () => {
    const problems = problemsOf({});
    expect(problems.map((problem) => problem.split(" ")[0])).toEqual(expect.arrayContaining([...needed]));
    expect(problems).toHaveLength(needed.length);
  });
});

describe("identity", () => {
  test.each([
    ["CLERK_SECRET_KEY", "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY"],
    ["NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", "CLERK_SECRET_KEY"],
  ] as const)("with %s alone is refused in one sentence that names both", (given, missing) => {
    expect(problemsOf(localEnvironment({ [given]: clerk[given] }))).toEqual([
      `${given} is set but ${missing} is not: set both for Clerk, or neither for the local identity.`,
    ]);
  });

  test("is Clerk when both keys are there, without needing the local identity's variables", () => {
    const { identity } = parseEnvironment(production);
    const keys = { publishableKey: "pk_test_1", secretKey: "sk_test_1" };
    expect(identity).toEqual({ mode: "clerk", ...keys, webhookSecrets: [] });
  });

  test("has two signing secrets of its events while one is being rotated", () => {
    const rotating = { CLERK_WEBHOOK_SIGNING_SECRET: "whsec_b2xk,whsec_bmV3" };
    for (const source of [{ ...production, ...rotating }, localEnvironment(rotating)]) {
      expect(parseEnvironment(source).identity.webhookSecrets).toEqual(["whsec_b2xk", "whsec_bmV3"]);
    }
  });

  test("is local when neither is there", () => {
    expect(parseEnvironment(localEnvironment()).identity.mode).toBe("local");
  });

  test("reads a PEM key whose line breaks are written as \\n", () => {
    const pem = "-----BEGIN PUBLIC KEY-----\nMIIB\nIjAN\n-----END PUBLIC KEY-----\n";
    for (const written of [pem, pem.replaceAll("\n", "\\n")]) {
      const local = parseEnvironment(localEnvironment({ LOCAL_IDENTITY_JWT_KEY: written }));
      expect(local.identity).toMatchObject({ jwtKey: pem });
      const hosted = parseEnvironment({ ...production, CLERK_JWT_KEY: written });
      expect(hosted.identity).toMatchObject({ jwtKey: pem });
    }
  });
});

describe("production", () => {
  test("accepts a complete environment of real services", () => {
    expect(parseEnvironment(production).mode).toBe("production");
  });

  test.each(["STRIPE_API_URL", "LOCAL_IDENTITY_URL", "LOCAL_MAIL_URL"])(
    "refuses the stand-in of %s",
    (name) => {
      expect(problemsOf({ ...production, [name]: "http://127.0.0.1:4000" })).toEqual([
        `${name} points at a stand-in: remove it in production, or set MH_ALLOW_LOCAL=1 for a demo.`,
      ]);
    },
  );

  test("without Clerk's keys is refused instead of falling back to the local identity", () => {
    const problems = problemsOf({
      ...production,
      CLERK_SECRET_KEY: "",
      NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: "",
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain("production needs Clerk");
  });

  test.each(["DATABASE_URL", "STRIPE_SECRET_KEY", "SMTP_URL", "INNGEST_SIGNING_KEY", "SUPABASE_URL"])(
    "without %s is refused",
    (name) => {
      expect(problemsOf({ ...production, [name]: undefined })).toHaveLength(1);
    },
  );

  test("runs on stand-ins when MH_ALLOW_LOCAL is 1, as npm start does", () => {
    expect(problemsOf(localEnvironment({ NODE_ENV: "production", MH_ALLOW_LOCAL: "1" }))).toEqual([]);
    expect(problemsOf(localEnvironment({ NODE_ENV: "production", MH_ALLOW_LOCAL: "0" }))).not.toEqual([]);
  });
});

describe("a live Stripe key", () => {
  test.each(["sk_live_1", "rk_live_1"])("(%s) is never sent to a stand-in, whatever the mode", (key) => {
    for (const mode of ["development", "production", "test"]) {
      const problems = problemsOf(localEnvironment({ NODE_ENV: mode, STRIPE_SECRET_KEY: key }));
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatch(/^STRIPE_API_URL is set together with a live key/);
    }
  });
});

describe("a complete local environment", () => {
  test("parses into groups, with defaults for what is not set", () => {
    const parsed = parseEnvironment(localEnvironment({ PORT: undefined, LOG_LEVEL: undefined }));
    expect(parsed).toMatchObject({
      mode: "test",
      app: { url: "http://localhost:3000", port: 3000, trustedProxyHops: 0 },
      database: { poolSize: 10 },
      stripe: { webhookSecrets: ["whsec_test"] },
      operations: { logLevel: "info", deletionGraceDays: 14 },
      localServices: [],
    });
    expect(parsed.operations).not.toHaveProperty("redisUrl");
  });

  test("takes two webhook secrets while one is being rotated", () => {
    const parsed = parseEnvironment(localEnvironment({ STRIPE_WEBHOOK_SECRETS: "whsec_new,whsec_old" }));
    expect(parsed.stripe.webhookSecrets).toEqual(["whsec_new", "whsec_old"]);
  });

  test("migrates through the application's connection when no other is given", () => {
    const parsed = parseEnvironment(localEnvironment({ DATABASE_MIGRATION_URL: undefined }));
    expect(parsed.database.migrationUrl).toBe(parsed.database.url);
  });

  test("ignores variables it does not know", () => {
    expect(problemsOf(localEnvironment({ HOME: "/root", STRIPE_TYPO: "x" }))).toEqual([]);
  });
});
