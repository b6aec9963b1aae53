import { z } from "zod";
import { type Variable, type VariableName, variables } from "./variables";

const localServices = z.array(z.object({ name: z.string(), standIn: z.boolean(), url: z.string() }));

/** A service of the start-up table: `standIn` is true for a local stand-in, which pages must label. */
export type LocalService = z.infer<typeof localServices>[number];

export interface Environment {
  readonly mode: "production" | "development" | "test";
  readonly app: { readonly url: string; readonly port: number; readonly trustedProxyHops: number };
  readonly keyPepper: string;
  readonly database: { readonly url: string; readonly migrationUrl: string; readonly poolSize: number };
  readonly supabase: { readonly url: string; readonly publishableKey: string; readonly jwtSecret?: string };
  readonly stripe: {
    readonly secretKey: string;
    readonly webhookSecrets: readonly string[];
    readonly portalConfiguration?: string;
    readonly apiUrl?: string;
  };
  readonly identity:
    | {
        readonly mode: "clerk";
        readonly publishableKey: string;
        readonly secretKey: string;
        readonly jwtKey?: string;
        readonly webhookSecrets: readonly string[];
      }
    | {
        readonly mode: "local";
        readonly url: string;
        readonly jwtKey: string;
        readonly secret: string;
        readonly webhookSecrets: readonly string[];
      };
  readonly inngest: {
    readonly eventKey: string;
    readonly signingKey: string;
    readonly signingKeyFallback?: string;
    readonly baseUrl?: string;
  };
  readonly mail: { readonly smtpUrl: string; readonly from: string; readonly inboxUrl?: string };
  readonly operations: {
    readonly logLevel: string;
    readonly redisUrl?: string;
    readonly sentryDsn?: string;
    readonly auditAnchorKey?: string;
    readonly deletionGraceDays: number;
  };
  readonly localServices: readonly LocalService[];
}

/** Thrown when the environment cannot be used. Each problem is one sentence that says what to do. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
  }
}

type Source = Readonly<Record<string, string | undefined>>;

/**
 * Reads the whole environment at once.
 *
 * @param source usually `process.env`; an empty string counts as not set
 * @throws EnvironmentError with one sentence for every wrong, missing or half-set variable
 */
export function parseEnvironment(source: Source): Environment {
  const problems: string[] = [];
  const values = readValues(source, problems);
  const get = (name: VariableName): string | undefined => values.get(name);
  const need = (name: VariableName): string => {
    const value = values.get(name);
    if (value === undefined && !isSet(source, name))
      problems.push(`${name} is missing: set it to ${rule(name)}.`);
    return value ?? "";
  };

  const mode = (get("NODE_ENV") ?? "development") as Environment["mode"];
  const strict = mode === "production" && get("MH_ALLOW_LOCAL") !== "1";
  if (strict) refuseStandIns(source, problems);
  const identity = readIdentity(source, get, need, strict, problems);
  const stripeKey = need("STRIPE_SECRET_KEY");
  if (get("STRIPE_API_URL") && /^(sk|rk)_live_/.test(stripeKey)) {
    problems.push(
      "STRIPE_API_URL is set together with a live key: remove one, a live key never goes to a stand-in.",
    );
  }

  const environment: Environment = {
    mode,
    app: {
      url: need("APP_URL"),
      port: Number(get("PORT") ?? 3000),
      trustedProxyHops: Number(get("TRUSTED_PROXY_HOPS") ?? 0),
    },
    keyPepper: need("KEY_PEPPER"),
    database: {
      url: need("DATABASE_URL"),
      migrationUrl: get("DATABASE_MIGRATION_URL") ?? get("DATABASE_URL") ?? "",
      poolSize: Number(get("DATABASE_POOL_SIZE") ?? 10),
    },
    supabase: {
      url: need("SUPABASE_URL"),
      publishableKey: need("SUPABASE_PUBLISHABLE_KEY"),
      ...optional("jwtSecret", identity.mode === "local" ? need("SUPABASE_JWT_SECRET") : undefined),
    },
    stripe: {
      secretKey: stripeKey,
      webhookSecrets: split(need("STRIPE_WEBHOOK_SECRETS")),
      ...optional("portalConfiguration", get("STRIPE_PORTAL_CONFIGURATION")),
      ...optional("apiUrl", get("STRIPE_API_URL")),
    },
    identity,
    inngest: {
      eventKey: need("INNGEST_EVENT_KEY"),
      signingKey: need("INNGEST_SIGNING_KEY"),
      ...optional("signingKeyFallback", get("INNGEST_SIGNING_KEY_FALLBACK")),
      ...optional("baseUrl", get("INNGEST_BASE_URL")),
    },
    mail: {
      smtpUrl: need("SMTP_URL"),
      from: need("MAIL_FROM"),
      ...optional("inboxUrl", get("LOCAL_MAIL_URL")),
    },
    operations: {
      logLevel: get("LOG_LEVEL") ?? "info",
      deletionGraceDays: Number(get("DELETION_GRACE_DAYS") ?? 14),
      ...optional("redisUrl", get("REDIS_URL")),
      ...optional("sentryDsn", get("SENTRY_DSN")),
      ...optional("auditAnchorKey", get("AUDIT_ANCHOR_KEY")),
    },
    localServices: readLocalServices(get("MH_LOCAL_SERVICES"), problems),
  };
  if (problems.length > 0) throw new EnvironmentError(problems);
  return environment;
}

const split = (list: string): string[] => list.split(",").filter(Boolean);
const isSet = (source: Source, name: string): boolean => (source[name] ?? "") !== "";
const rule = (name: VariableName): string => (variables[name] as Variable).rule;

function optional<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return (value === undefined || value === "" ? {} : { [key]: value }) as { [P in K]?: string };
}

function readValues(source: Source, problems: string[]): Map<VariableName, string> {
  const values = new Map<VariableName, string>();
  for (const name of Object.keys(variables) as VariableName[]) {
    const raw = source[name];
    if (raw === undefined || raw === "") continue;
    // PEM keys travel in one line of a .env file.
    const value = /BEGIN (PUBLIC|PRIVATE) KEY/.test(raw) ? raw.replaceAll("\\n", "\n") : raw;
    if ((variables[name] as Variable).schema.safeParse(value).success) values.set(name, value);
    else problems.push(`${name} must be ${rule(name)}.`);
  }
  return values;
}

function readIdentity(
  source: Source,
  get: (name: VariableName) => string | undefined,
  need: (name: VariableName) => string,
  strict: boolean,
  problems: string[],
): Environment["identity"] {
  const hasPublishable = isSet(source, "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY");
  const hasSecret = isSet(source, "CLERK_SECRET_KEY");
  if (hasPublishable !== hasSecret) {
    const [given, missing] = hasSecret
      ? ["CLERK_SECRET_KEY", "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY"]
      : ["NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", "CLERK_SECRET_KEY"];
    problems.push(
      `${given} is set but ${missing} is not: set both for Clerk, or neither for the local identity.`,
    );
  }
  if (hasPublishable || hasSecret) {
    return {
      mode: "clerk",
      publishableKey: get("NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY") ?? "",
      secretKey: get("CLERK_SECRET_KEY") ?? "",
      ...optional("jwtKey", get("CLERK_JWT_KEY")),
      webhookSecrets: split(get("CLERK_WEBHOOK_SIGNING_SECRET") ?? ""),
    };
  }
  if (strict) {
    problems.push(
      "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY and CLERK_SECRET_KEY are missing: production needs Clerk, or MH_ALLOW_LOCAL=1 for a demo.",
    );
    return { mode: "local", url: "", jwtKey: "", secret: "", webhookSecrets: [] };
  }
  return {
    mode: "local",
    url: need("LOCAL_IDENTITY_URL"),
    jwtKey: need("LOCAL_IDENTITY_JWT_KEY"),
    secret: need("LOCAL_IDENTITY_SECRET"),
    webhookSecrets: split(need("CLERK_WEBHOOK_SIGNING_SECRET")),
  };
}

/** A production process must never fall back to a stand-in without somebody having said so. */
function refuseStandIns(source: Source, problems: string[]): void {
  for (const name of ["STRIPE_API_URL", "LOCAL_IDENTITY_URL", "LOCAL_MAIL_URL"] as const) {
    if (isSet(source, name)) {
      problems.push(
        `${name} points at a stand-in: remove it in production, or set MH_ALLOW_LOCAL=1 for a demo.`,
      );
    }
  }
}

function readLocalServices(json: string | undefined, problems: string[]): readonly LocalService[] {
  if (json === undefined) return [];
  try {
    return localServices.parse(JSON.parse(json));
  } catch {
    problems.push(`MH_LOCAL_SERVICES must be ${rule("MH_LOCAL_SERVICES")}.`);
    return [];
  }
}
