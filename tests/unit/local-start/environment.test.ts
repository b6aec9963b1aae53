import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { variables } from "@/lib/platform/env";
import { type ComposedEnvironment, composeEnvironment } from "@/local/start/compose-environment";
import { ensureSecrets } from "@/local/start/secrets";
import { StartProblem } from "@/local/start/start-problem";

const stateDir = mkdtempSync(join(tmpdir(), "meterhouse-env-"));
const secrets = ensureSecrets(stateDir);

afterAll(() => rmSync(stateDir, { recursive: true, force: true }));

function compose(settings: Readonly<Record<string, string>>): ComposedEnvironment {
  return composeEnvironment({
    settings,
    secrets,
    stateDir,
    ports: { app: 3000, base: 4000 },
    mode: "production",
  });
}

function problemsOf(settings: Readonly<Record<string, string>>): readonly string[] {
  try {
    compose(settings);
  } catch (error) {
    if (error instanceof StartProblem) return error.sentences;
    throw error;
  }
  return [];
}

/** The other members of a group, so that one bad value is the only mistake. */
const COMPANIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  DATABASE_URL: { SUPABASE_URL: "https://x.example", SUPABASE_PUBLISHABLE_KEY: "sb_publishable_x" },
  SUPABASE_URL: { DATABASE_URL: "postgres://a:b@x.example/db", SUPABASE_PUBLISHABLE_KEY: "sb_publishable_x" },
  SUPABASE_PUBLISHABLE_KEY: {
    DATABASE_URL: "postgres://a:b@x.example/db",
    SUPABASE_URL: "https://x.example",
  },
  STRIPE_SECRET_KEY: { STRIPE_WEBHOOK_SECRETS: "whsec_x" },
  STRIPE_WEBHOOK_SECRETS: { STRIPE_SECRET_KEY: "sk_test_x" },
  INNGEST_EVENT_KEY: { INNGEST_SIGNING_KEY: "signkey-prod-00" },
  INNGEST_SIGNING_KEY: { INNGEST_EVENT_KEY: "key" },
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: { CLERK_SECRET_KEY: "sk_test_x" },
  CLERK_SECRET_KEY: { NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: "pk_test_x" },
  SMTP_URL: { MAIL_FROM: "a@b.example" },
};
/** Decided by the start-up whatever the person sets, or free text in which nothing is wrong. */
const UNREFUSED = new Set(["NODE_ENV", "PORT", "LOCAL_PORT_BASE", "MH_ALLOW_LOCAL", "INNGEST_EVENT_KEY"]);
const LOCAL_SUPABASE = { SUPABASE_JWT_SECRET: "x".repeat(40) };

describe("the composed environment", () => {
  it("needs nothing from the person: every stand-in, complete", () => {
    const { standIns, lines, app } = compose({});
    expect([...standIns].sort()).toEqual(["gateway", "identity", "inngest", "mail", "postgres", "stripe"]);
    expect(lines.every((line) => line.standIn)).toBe(true);
    expect(app.APP_URL).toBe("http://localhost:3000");
    expect(JSON.parse(app.MH_LOCAL_SERVICES ?? "")).toEqual(lines);
  });

  it("lets what the person set win over what is generated", () => {
    expect(compose({ KEY_PEPPER: "ab".repeat(32) }).app.KEY_PEPPER).toBe("ab".repeat(32));
  });

  it("uses a stand-in exactly when its service has no key", () => {
    const { standIns, app } = compose({ STRIPE_SECRET_KEY: "sk_test_x", STRIPE_WEBHOOK_SECRETS: "whsec_x" });
    expect(standIns.has("stripe")).toBe(false);
    expect(standIns.has("identity")).toBe(true);
    expect(app.STRIPE_API_URL).toBe("");
    expect(app.STRIPE_SECRET_KEY).toBe("sk_test_x");
  });

  it("keeps the stand-ins' tables out of somebody's own database", () => {
    const { standIns, ownerDatabaseUrl } = compose({
      DATABASE_URL: "postgres://app:x@db.example:6543/postgres",
      SUPABASE_URL: "https://x.example",
      SUPABASE_PUBLISHABLE_KEY: "sb_publishable_x",
      ...LOCAL_SUPABASE,
    });
    expect(standIns.has("gateway")).toBe(false);
    expect(standIns.has("postgres")).toBe(true);
    expect(ownerDatabaseUrl).toContain("127.0.0.1:4000");
  });

  it.each(Object.keys(variables).filter((name) => !UNREFUSED.has(name)))(
    "says in one sentence what is wrong with a bad %s",
    (name) => {
      const problems = problemsOf({ ...LOCAL_SUPABASE, ...COMPANIONS[name], [name]: "\u0001" });
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatch(new RegExp(`^${name} must be .+\\.$`));
    },
  );

  it.each(Object.keys(COMPANIONS).filter((name) => name !== "SMTP_URL"))(
    "says in one sentence what is missing when only %s is set",
    (name) => {
      const { example } = (variables as Readonly<Record<string, { example: string }>>)[name] ?? {
        example: "",
      };
      const value = example === "" ? "key" : example;
      const problems = problemsOf({ [name]: value });
      expect(problems).toHaveLength(1);
      expect(problems[0]).toContain(`${name} is set but `);
    },
  );
});
