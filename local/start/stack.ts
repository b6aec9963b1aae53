import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { ensureBuild } from "./build";
import { type ComposedEnvironment, composeEnvironment } from "./compose-environment";
import { takeLock } from "./lock";
import { applyMigrations, findPendingMigrations } from "./migrations";
import { PORT_OFFSETS, type Ports, requireFreePorts } from "./ports";
import { type Progress, silentProgress } from "./progress";
import type { Settings } from "./read-settings";
import { runScript } from "./run-script";
import { ensureSecrets } from "./secrets";
import { SERVICE_LABELS, SERVICE_NAMES, type ServiceName, type StandInName } from "./service-names";
import { type PlanContext, planApp, planStandIn, scriptEnvironment } from "./service-plans";
import { StartProblem } from "./start-problem";
import { type ProcessEvents, SupervisedProcess } from "./supervised-process";

export interface StackOptions {
  readonly root: string;
  /** Where everything this stack keeps lies. One stack at a time works on it. */
  readonly stateDir: string;
  readonly ports: Ports;
  /** What the person set; `{}` and the path for a stack that must not see it. */
  readonly settings: Settings;
  readonly mode: "production" | "development";
  /** False leaves the app out: the stand-ins alone. */
  readonly app?: boolean;
  /** False skips the demo data. */
  readonly seed?: boolean;
  readonly progress?: Progress;
  readonly onLine?: ProcessEvents["onLine"];
  /** The app ended too often to go on. */
  readonly onGiveUp?: (sentence: string) => void;
}

export interface StackUrls {
  readonly app: string;
  readonly gateway: string;
  readonly stripe: string;
  readonly inngest: string;
  readonly identity: string;
  readonly mail: string;
  readonly smtp: string;
  /** The owner's connection, for migrations and for tests that look into tables. */
  readonly database: string;
}

/** A running stack. */
export interface Stack {
  readonly composed: ComposedEnvironment;
  /** The environment scripts and tests of this stack work with. */
  readonly env: Readonly<Record<string, string>>;
  readonly urls: StackUrls;
  /** Process ids of what runs now. */
  pids(): Partial<Record<ServiceName, number>>;
  /** Sends a signal as an accident would; the supervisor starts the service again. */
  kill(service: ServiceName, signal: NodeJS.Signals): void;
  waitUntilReady(service: ServiceName, limitMs?: number): Promise<void>;
  restart(service: ServiceName): Promise<void>;
  /** Stops one service and leaves it stopped until `restart`. */
  halt(service: ServiceName): Promise<void>;
  /** Ends every part, then gives the state directory back. `force` does not wait for anything. */
  stop(force?: boolean): Promise<void>;
}

const DEFAULT_WAIT_MS = 60_000;

function computeUrls(ports: Ports, ownerDatabaseUrl: string | null, appUrl: string): StackUrls {
  const at = (name: keyof typeof PORT_OFFSETS): string =>
    `http://127.0.0.1:${ports.base + PORT_OFFSETS[name]}`;
  return {
    app: appUrl,
    gateway: at("gateway"),
    stripe: at("stripe"),
    inngest: at("inngest"),
    identity: at("identity"),
    mail: at("mail"),
    smtp: `smtp://127.0.0.1:${ports.base + PORT_OFFSETS.smtp}`,
    database: ownerDatabaseUrl ?? "",
  };
}

function listWantedPorts(options: StackOptions, composed: ComposedEnvironment) {
  const { ports } = options;
  const app = { label: SERVICE_LABELS.app, port: ports.app, variable: "PORT" };
  const standIns = (Object.keys(PORT_OFFSETS) as (keyof typeof PORT_OFFSETS)[])
    .filter((name) => composed.standIns.has(name === "smtp" ? "mail" : name))
    .map((name) => ({
      label: `the local ${name === "smtp" ? "mail server" : SERVICE_LABELS[name]}`,
      port: ports.base + PORT_OFFSETS[name],
      variable: "LOCAL_PORT_BASE",
    }));
  return options.app === false ? standIns : [app, ...standIns];
}

/**
 * Starts a whole stack: environment, database, migrations, stand-ins, catalog, demo data, app.
 * When any part fails, everything that was started is stopped before the error leaves.
 * @throws StartProblem with one sentence for each thing to put right.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const progress = options.progress ?? silentProgress;
  const stateDir = resolve(options.stateDir);
  mkdirSync(stateDir, { recursive: true, mode: 0o755 });
  const releaseLock = takeLock(stateDir, `http://localhost:${options.ports.app}`);
  const running = new Map<ServiceName, SupervisedProcess>();

  const stop = async (force = false): Promise<void> => {
    const others = SERVICE_NAMES.filter((name) => name !== "app" && name !== "postgres");
    // The app first, so that it ends its work while everything it needs is there; the database last.
    await running.get("app")?.stop(force);
    await Promise.all(others.map((name) => running.get(name)?.stop(force)));
    await running.get("postgres")?.stop(force);
    for (const process of running.values()) process.close();
    releaseLock();
  };

  try {
    const secrets = ensureSecrets(stateDir);
    const { ports, mode, settings, root } = options;
    const composed = composeEnvironment({ settings, secrets, stateDir, ports, mode });
    await requireFreePorts(listWantedPorts(options, composed));

    const events: ProcessEvents = {
      onLine: options.onLine ?? (() => undefined),
      onRestart: (name, how, delayMs) =>
        progress.warn(`${SERVICE_LABELS[name]} ${how}; starting it again in ${delayMs / 1000} s.`),
      onGiveUp: (name, how) =>
        options.onGiveUp?.(
          `${SERVICE_LABELS[name]} ${how} again and again: read ${join(stateDir, "logs", `${name}.log`)}, put it right and start again.`,
        ),
    };
    const launch = async (plan: ReturnType<typeof planApp>): Promise<void> => {
      const process = new SupervisedProcess(plan, join(stateDir, "logs"), events);
      running.set(plan.name, process);
      try {
        await process.start();
      } catch (error) {
        throw explainFailedStart(plan.name, process, join(stateDir, "logs"), error);
      }
    };

    const build =
      options.app === false || mode === "development"
        ? Promise.resolve(join(".next"))
        : ensureBuild({ root, env: { ...settings, ...composed.app }, progress });
    // Awaited further down; a build that fails meanwhile must not count as unhandled.
    build.catch(() => undefined);

    const context: Omit<PlanContext, "distDir"> = {
      root,
      stateDir,
      ports,
      secrets,
      shell: settings,
      composed,
      mode,
    };
    const scriptContext = { ...context, distDir: "" };
    const scriptEnv = scriptEnvironment(scriptContext);
    await startDatabase(scriptContext, scriptEnv, launch, progress);

    const rest = [...composed.standIns].filter(
      (name): name is StandInName =>
        name !== "postgres" && existsSync(join(root, "local", name, "server.ts")), // DEV-ONLY tolerance
    );
    const standIns = Promise.all(rest.map((name) => launch(planStandIn(scriptContext, name))));
    standIns.catch(() => undefined);

    const startApp = async (): Promise<void> => {
      if (options.app === false) return;
      const distDir = await build;
      await launch(planApp({ ...context, distDir }));
    };
    const prepare = async (): Promise<void> => {
      await standIns;
      if (composed.standIns.has("stripe")) await runScript(root, "bin/catalog-sync.ts", scriptEnv, progress);
    };
    await Promise.all([startApp(), prepare(), standIns]);
    if (options.seed !== false && composed.standIns.has("gateway")) {
      await runScript(root, "supabase/seed/demo.ts", scriptEnv, progress);
    }

    const find = (name: ServiceName): SupervisedProcess => {
      const process = running.get(name);
      if (process === undefined) throw new Error(`${name} is not part of this stack.`);
      return process;
    };
    return {
      composed,
      env: scriptEnv,
      urls: computeUrls(ports, composed.ownerDatabaseUrl, composed.app.APP_URL ?? ""),
      pids: () =>
        Object.fromEntries([...running].flatMap(([name, { pid }]) => (pid === null ? [] : [[name, pid]]))),
      kill: (name, signal) => find(name).kill(signal),
      waitUntilReady: (name, limitMs = DEFAULT_WAIT_MS) => find(name).waitUntilReady(limitMs),
      restart: async (name) => {
        await find(name).stop();
        await find(name).start();
      },
      halt: (name) => find(name).stop(),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startDatabase(
  context: PlanContext,
  env: Readonly<Record<string, string>>,
  launch: (plan: ReturnType<typeof planStandIn>) => Promise<void>,
  progress: Progress,
): Promise<void> {
  const { composed, root } = context;
  if (composed.standIns.has("postgres")) {
    if (!existsSync(join(context.stateDir, "postgres", "initialised")))
      progress.step("Making the local database");
    await launch(planStandIn(context, "postgres"));
  }
  const url = composed.app.DATABASE_MIGRATION_URL || composed.app.DATABASE_URL || "";
  if (composed.standIns.has("gateway")) {
    const applied = await applyMigrations(root, url, env);
    if (applied > 0) progress.step(`Applied ${applied} ${applied === 1 ? "migration" : "migrations"}`);
    return;
  }
  // Somebody's own database is never changed by a start.
  const pending = await findPendingMigrations(root, url);
  if (pending.length > 0) {
    throw new StartProblem(
      `The database of DATABASE_URL lacks ${pending.length} migrations (from ${pending[0]}): apply them with npx supabase db push --remote=<DATABASE_MIGRATION_URL>, then start again.`,
    );
  }
}

function explainFailedStart(
  name: ServiceName,
  process: SupervisedProcess,
  logDir: string,
  cause: unknown,
): StartProblem {
  const how = cause instanceof Error ? cause.message : String(cause);
  const said = process.lastLines.slice(-5).join("\n  ");
  return new StartProblem(
    `${SERVICE_LABELS[name]} did not start, ${how}: read ${join(logDir, `${name}.log`)}.${said === "" ? "" : `\n  ${said}`}`,
    { cause },
  );
}
