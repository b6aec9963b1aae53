import { request } from "node:http";
import { join } from "node:path";
import { type ComposedEnvironment, DATABASE_NAME, QUIET_TOOLS } from "./compose-environment";
import { PORT_OFFSETS, type Ports } from "./ports";
import type { Settings } from "./read-settings";
import { identityKeyPath, type LocalSecrets } from "./secrets";
import type { StandInName } from "./service-names";
import type { StripeWatch } from "./stack-options";
import type { ProcessPlan } from "./supervised-process";

export interface PlanContext {
  readonly root: string;
  readonly stateDir: string;
  readonly ports: Ports;
  readonly secrets: LocalSecrets;
  readonly shell: Settings;
  readonly composed: ComposedEnvironment;
  readonly mode: "production" | "development";
  readonly stripeWatch?: StripeWatch | undefined;
}

const READY_LIMIT_MS = 30_000;
/** Crash recovery after a kill -9 may take a while with much written since the last checkpoint. */
const DATABASE_READY_LIMIT_MS = 120_000;
const APP_READY_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 4_000;
const DATABASE_STOP_LIMIT_MS = 15_000;
const APP_MAY_END = 5;

function inherited(shell: Settings): Record<string, string> {
  const entries = Object.entries(shell).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return { ...(Object.fromEntries(entries) as Record<string, string>), ...QUIET_TOOLS };
}

/** The environment for scripts that work on the whole stack: migrations, catalog, seed, tests. */
export function scriptEnvironment(context: PlanContext): Record<string, string> {
  return { ...inherited(context.shell), ...context.composed.app };
}

function standInPlan(
  context: PlanContext,
  name: StandInName,
  flags: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ProcessPlan {
  const isDatabase = name === "postgres";
  return {
    name,
    args: [
      "--import",
      "tsx",
      join("local", name, "server.ts"),
      "--port",
      String(context.ports.base + PORT_OFFSETS[name]),
      "--state-dir",
      join(context.stateDir, name),
      ...flags,
    ],
    env: { ...inherited(context.shell), NODE_ENV: "production", ...env },
    cwd: context.root,
    probe: null,
    readyLimitMs: isDatabase ? DATABASE_READY_LIMIT_MS : READY_LIMIT_MS,
    stopLimitMs: isDatabase ? DATABASE_STOP_LIMIT_MS : STOP_LIMIT_MS,
    mayEnd: null,
  };
}

/** What the local Stripe is told beside its port and state directory. */
function listWebhookFlags({ ports, stripeWatch }: PlanContext): string[] {
  const webhookUrl = stripeWatch?.webhookUrl ?? `http://127.0.0.1:${ports.app}/api/webhooks/stripe`;
  const publicUrl = stripeWatch ? ["--public-url", stripeWatch.url] : [];
  return ["--json", "--webhook-url", webhookUrl, ...publicUrl];
}

/** Its secrets, by environment: a command line is there for every user of the machine to read. */
function stripeSecrets({ secrets }: PlanContext): Record<string, string> {
  return { STRIPE_SECRET_KEY: secrets.stripeSecretKey, STRIPE_WEBHOOK_SECRET: secrets.stripeWebhookSecret };
}

/** How each stand-in is run. */
export function planStandIn(context: PlanContext, name: StandInName): ProcessPlan {
  const { ports, secrets, composed, stateDir } = context;
  const appUrl = composed.app.APP_URL ?? "";
  const local = `http://127.0.0.1:${ports.app}`;
  const stateDatabase = { LOCAL_STATE_DATABASE_URL: composed.ownerDatabaseUrl ?? "" };
  switch (name) {
    case "postgres":
      return standInPlan(context, name, [], {
        LOCAL_POSTGRES_SUPERUSER_PASSWORD: secrets.postgresSuperuserPassword,
        LOCAL_POSTGRES_PASSWORD: secrets.postgresPassword,
        LOCAL_POSTGRES_AUTHENTICATOR_PASSWORD: secrets.postgresAuthenticatorPassword,
        LOCAL_POSTGRES_APP_PASSWORD: secrets.postgresAppPassword,
      });
    case "gateway": {
      const at = `127.0.0.1:${ports.base + PORT_OFFSETS.postgres}/${DATABASE_NAME}`;
      return standInPlan(context, name, [], {
        LOCAL_GATEWAY_DATABASE_URL: `postgres://authenticator:${secrets.postgresAuthenticatorPassword}@${at}`,
        LOCAL_GATEWAY_SCHEMA_URL: `postgres://postgres:${secrets.postgresPassword}@${at}`,
        SUPABASE_JWT_SECRET: secrets.supabaseJwtSecret,
        SUPABASE_PUBLISHABLE_KEY: secrets.supabasePublishableKey,
        SUPABASE_SECRET_KEY: secrets.supabaseSecretKey,
      });
    }
    case "stripe":
      return standInPlan(context, name, listWebhookFlags(context), stripeSecrets(context));
    case "inngest":
      return standInPlan(context, name, ["--app-url", `${local}/api/inngest`], {
        ...stateDatabase,
        INNGEST_EVENT_KEY: secrets.inngestEventKey,
        INNGEST_SIGNING_KEY: secrets.inngestSigningKey,
      });
    case "identity":
      return standInPlan(
        context,
        name,
        [
          ...["--app-url", new URL(appUrl).origin, "--key-file", identityKeyPath(stateDir)],
          ...["--webhook-url", `${local}/api/webhooks/clerk`],
        ],
        {
          ...stateDatabase,
          LOCAL_IDENTITY_SECRET: secrets.identitySecret,
          CLERK_WEBHOOK_SIGNING_SECRET: secrets.identityWebhookSecret,
        },
      );
    case "mail":
      return standInPlan(context, name, ["--smtp-port", String(ports.base + PORT_OFFSETS.smtp)]);
  }
}

/** How the app is run: the build, or Next with hot reload. */
export function planApp(
  context: PlanContext,
  /** Both relative to the root: where the build lies, and the tsconfig Next may write into. */
  { distDir, tsconfig }: { distDir: string; tsconfig: string },
): ProcessPlan {
  const { ports, mode, composed } = context;
  // Least privilege: the running app has no use for the owner's connection.
  const { DATABASE_MIGRATION_URL: _owner, ...app } = composed.app;
  return {
    name: "app",
    args: [
      join("node_modules", "next", "dist", "bin", "next"),
      mode === "production" ? "start" : "dev",
      "--port",
      String(ports.app),
      "--hostname",
      "127.0.0.1",
    ],
    env: {
      ...inherited(context.shell),
      ...app,
      DATABASE_MIGRATION_URL: "",
      MH_DIST_DIR: distDir,
      MH_TSCONFIG: tsconfig,
    },
    cwd: context.root,
    probe: () => answersHttp(ports.app, "/api/health"),
    readyLimitMs: APP_READY_LIMIT_MS,
    stopLimitMs: STOP_LIMIT_MS,
    mayEnd: APP_MAY_END,
  };
}

/** True as soon as the server answers at all; what it says is for the health check to judge. */
function answersHttp(port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const ask = request({ host: "127.0.0.1", port, path, timeout: 60_000, agent: false }, (response) => {
      response.resume();
      resolve(true);
    });
    ask.once("timeout", () => ask.destroy());
    ask.once("error", () => resolve(false));
    ask.end();
  });
}
