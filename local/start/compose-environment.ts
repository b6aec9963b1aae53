import { EnvironmentError, parseEnvironment, variables } from "../../lib/platform/env";
import { PORT_OFFSETS, type Ports } from "./ports";
import type { Settings } from "./read-settings";
import { ensureIdentityKey, type LocalSecrets } from "./secrets";
import { SERVICE_LABELS, type StandInName } from "./service-names";
import { StartProblem } from "./start-problem";

/** A line of the start-up table; the app gets the same list to label what is a stand-in. */
export interface ServiceLine {
  readonly name: string;
  readonly standIn: boolean;
  readonly url: string;
}

export interface ComposedEnvironment {
  /** Every variable the app knows; an empty string where it is not set. */
  readonly app: Readonly<Record<string, string>>;
  readonly standIns: ReadonlySet<StandInName>;
  readonly lines: readonly ServiceLine[];
  /** Where stand-ins keep their own tables, and whoever migrates and seeds connects. Null without local Postgres. */
  readonly ownerDatabaseUrl: string | null;
}

export interface ComposeOptions {
  readonly settings: Settings;
  readonly secrets: LocalSecrets;
  readonly stateDir: string;
  readonly ports: Ports;
  readonly mode: "production" | "development";
}

export const DATABASE_NAME = "meterhouse";

/** Telemetry of every tool the stack starts is off. */
export const QUIET_TOOLS = {
  NEXT_TELEMETRY_DISABLED: "1",
  SUPABASE_TELEMETRY_DISABLED: "1",
  LITE_TELEMETRY: "0",
  DO_NOT_TRACK: "1",
} as const;

function isSet(settings: Settings, name: string): boolean {
  return (settings[name] ?? "") !== "";
}

interface HalfSetGroup {
  readonly sentence: string;
  /** Whose absence is part of the same mistake. */
  readonly names: readonly string[];
}

/** Variables that only make sense together: some of them set is a mistake worth a sentence. */
function findHalfSet(settings: Settings): HalfSetGroup[] {
  const groups: readonly { service: string; standIn: string; names: string[]; related?: string[] }[] = [
    {
      service: "Supabase",
      standIn: "the local Postgres",
      names: ["DATABASE_URL", "SUPABASE_URL", "SUPABASE_PUBLISHABLE_KEY"],
      related: ["SUPABASE_JWT_SECRET"],
    },
    {
      service: "Stripe",
      standIn: "the local Stripe",
      names: ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRETS"],
    },
    {
      service: "Inngest",
      standIn: "the local executor",
      names: ["INNGEST_EVENT_KEY", "INNGEST_SIGNING_KEY"],
    },
    { service: "your mail server", standIn: "the local inbox", names: ["SMTP_URL", "MAIL_FROM"] },
  ];
  return groups.flatMap(({ service, standIn, names, related }) => {
    const given = names.filter((name) => isSet(settings, name));
    const missing = names.filter((name) => !isSet(settings, name));
    // A sender's name alone is a matter of taste, not a half-made connection.
    if (given.length === 0 || missing.length === 0 || given.join() === "MAIL_FROM") return [];
    const sentence = `${given.join(" and ")} ${given.length === 1 ? "is" : "are"} set but ${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} not: set all of them for ${service}, or none for ${standIn}.`;
    return [{ sentence, names: [...names, ...(related ?? [])] }];
  });
}

function decideStandIns(settings: Settings): Set<StandInName> {
  const standIns = new Set<StandInName>();
  if (!isSet(settings, "DATABASE_URL")) standIns.add("postgres").add("gateway");
  if (!isSet(settings, "STRIPE_SECRET_KEY")) standIns.add("stripe");
  if (!isSet(settings, "INNGEST_EVENT_KEY")) standIns.add("inngest");
  if (!isSet(settings, "CLERK_SECRET_KEY") && !isSet(settings, "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY")) {
    standIns.add("identity");
  }
  if (!isSet(settings, "SMTP_URL")) standIns.add("mail");
  // These two keep their own tables, and never in somebody's real database.
  if (standIns.has("inngest") || standIns.has("identity")) standIns.add("postgres");
  return standIns;
}

function databaseUrl(port: number, role: string, password: string): string {
  return `postgres://${role}:${password}@127.0.0.1:${port}/${DATABASE_NAME}`;
}

/** What the stand-ins in use provide, by variable name. */
function generateVariables(
  options: ComposeOptions,
  standIns: ReadonlySet<StandInName>,
): Record<string, string> {
  const { secrets, ports, settings } = options;
  const at = (name: keyof typeof PORT_OFFSETS): string =>
    `http://127.0.0.1:${ports.base + PORT_OFFSETS[name]}`;
  const generated: Record<string, string> = {
    NODE_ENV: options.mode,
    PORT: String(ports.app),
    APP_URL: `http://localhost:${ports.app}`,
    MH_ALLOW_LOCAL: "1",
    LOCAL_PORT_BASE: String(ports.base),
    KEY_PEPPER: secrets.keyPepper,
    MAIL_FROM: "Meterhouse <billing@meterhouse.example>",
  };
  if (!isSet(settings, "DATABASE_URL")) {
    const port = ports.base + PORT_OFFSETS.postgres;
    generated.DATABASE_URL = databaseUrl(port, "meterhouse_app", secrets.postgresAppPassword);
    generated.DATABASE_MIGRATION_URL = databaseUrl(port, "postgres", secrets.postgresPassword);
    generated.SUPABASE_URL = at("gateway");
    generated.SUPABASE_PUBLISHABLE_KEY = secrets.supabasePublishableKey;
    generated.SUPABASE_JWT_SECRET = secrets.supabaseJwtSecret;
  }
  if (standIns.has("stripe")) {
    generated.STRIPE_API_URL = at("stripe");
    generated.STRIPE_SECRET_KEY = secrets.stripeSecretKey;
    generated.STRIPE_WEBHOOK_SECRETS = secrets.stripeWebhookSecret;
  }
  if (standIns.has("inngest")) {
    generated.INNGEST_BASE_URL = at("inngest");
    generated.INNGEST_EVENT_KEY = secrets.inngestEventKey;
    generated.INNGEST_SIGNING_KEY = secrets.inngestSigningKey;
  }
  if (standIns.has("identity")) {
    generated.LOCAL_IDENTITY_URL = at("identity");
    generated.LOCAL_IDENTITY_SECRET = secrets.identitySecret;
    generated.CLERK_WEBHOOK_SIGNING_SECRET = secrets.identityWebhookSecret;
    generated.LOCAL_IDENTITY_JWT_KEY = ensureIdentityKey(options.stateDir).replaceAll("\n", "\\n");
  }
  if (standIns.has("mail")) {
    generated.SMTP_URL = `smtp://127.0.0.1:${ports.base + PORT_OFFSETS.smtp}`;
    generated.LOCAL_MAIL_URL = at("mail");
  }
  return generated;
}

function describeServices(
  values: Readonly<Record<string, string | undefined>>,
  standIns: ReadonlySet<StandInName>,
  ports: Ports,
): ServiceLine[] {
  const line = (name: StandInName, realUrl: string): ServiceLine => {
    const standIn = standIns.has(name);
    const url = standIn ? `http://127.0.0.1:${ports.base + PORT_OFFSETS[name]}` : realUrl;
    return { name: SERVICE_LABELS[name], standIn, url };
  };
  const databaseAt = values.DATABASE_URL === undefined ? "" : new URL(values.DATABASE_URL).host;
  const usesLocalDatabase = standIns.has("gateway");
  return [
    { name: SERVICE_LABELS.postgres, standIn: usesLocalDatabase, url: `postgres://${databaseAt}` },
    line("gateway", values.SUPABASE_URL ?? ""),
    line("stripe", "https://dashboard.stripe.com"),
    line("inngest", values.INNGEST_BASE_URL ?? "https://app.inngest.com"),
    line("identity", "https://dashboard.clerk.com"),
    line("mail", values.SMTP_URL === undefined ? "" : new URL(values.SMTP_URL).host),
  ];
}

/**
 * Joins what the person set with what the stand-ins in use provide.
 * @throws StartProblem with one sentence for every wrong or half-set variable.
 */
export function composeEnvironment(options: ComposeOptions): ComposedEnvironment {
  const { settings, ports, secrets } = options;
  const halfSet = findHalfSet(settings);
  const standIns = decideStandIns(settings);
  const given = Object.fromEntries(
    Object.keys(variables).flatMap((name) => (isSet(settings, name) ? [[name, settings[name] ?? ""]] : [])),
  );
  const generated = generateVariables(options, standIns);
  // The mode, the ports and the permission to run on stand-ins are the start-up's, whatever the shell says.
  const { NODE_ENV, PORT, LOCAL_PORT_BASE, MH_ALLOW_LOCAL } = generated;
  const fixed = { NODE_ENV, PORT, LOCAL_PORT_BASE, MH_ALLOW_LOCAL };
  const values: Record<string, string | undefined> = { ...generated, ...given, ...fixed };

  const problems = halfSet.map(({ sentence }) => sentence);
  try {
    parseEnvironment(values);
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    // A half-set group is one mistake: leave out the sentences about its missing members.
    problems.push(...error.problems.filter((text) => !halfSet.some((group) => isAbout(text, group))));
  }
  if (problems.length > 0) throw new StartProblem(problems);

  const lines = describeServices(values, standIns, ports);
  const known = Object.fromEntries(Object.keys(variables).map((name) => [name, values[name] ?? ""]));
  const owner = databaseUrl(ports.base + PORT_OFFSETS.postgres, "postgres", secrets.postgresPassword);
  return {
    app: { ...known, INNGEST_DEV: "0", MH_LOCAL_SERVICES: JSON.stringify(lines) },
    standIns,
    lines,
    ownerDatabaseUrl: standIns.has("postgres") ? owner : null,
  };
}

function isAbout(problem: string, group: HalfSetGroup): boolean {
  return group.names.some((name) => problem.startsWith(`${name} is missing: `));
}
