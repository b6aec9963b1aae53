import { existsSync } from "node:fs";
import { join } from "node:path";
import { ensureBuild, writeNextTsconfig } from "./build";
import { markBuildUsed } from "./build-lock";
import { type ComposedEnvironment, composeEnvironment } from "./compose-environment";
import { applyMigrations, findPendingMigrations } from "./migrations";
import { PORT_OFFSETS, requireFreePorts } from "./ports";
import { type Progress, silentProgress } from "./progress";
import { runScript } from "./run-script";
import { ensureSecrets } from "./secrets";
import { SERVICE_LABELS, SERVICE_NAMES, type ServiceName, type StandInName } from "./service-names";
import { type PlanContext, planApp, planStandIn, scriptEnvironment } from "./service-plans";
import { computeUrls, type Stack, type StackOptions } from "./stack-options";
import { StartProblem } from "./start-problem";
import { type ProcessEvents, type ProcessPlan, SupervisedProcess } from "./supervised-process";

const DEFAULT_WAIT_MS = 60_000;
const DEVELOPMENT_DIST_DIR = ".next";

/** Starts the parts of one stack in order, keeps hold of them, and stops them in the reverse order. */
export class StackRunner {
  readonly #options: StackOptions;
  readonly #releaseLock: () => void;
  readonly #progress: Progress;
  readonly #running = new Map<ServiceName, SupervisedProcess>();
  readonly #ended = new AbortController();
  #releaseBuild: () => void = () => undefined;
  #stopped: Promise<void> | null = null;

  /** @param options with an absolute `stateDir`, whose lock is held. */
  constructor(options: StackOptions, releaseLock: () => void) {
    this.#options = options;
    this.#releaseLock = releaseLock;
    this.#progress = options.progress ?? silentProgress;
  }

  async start(): Promise<Stack> {
    const { root, stateDir, ports, mode, stripeWatch } = this.#options;
    const settings = { ...this.#options.settings, ...(stripeWatch && { STRIPE_API_URL: stripeWatch.url }) };
    const secrets = ensureSecrets(stateDir);
    const composed = composeEnvironment({ settings, secrets, stateDir, ports, mode });
    await this.#requirePorts(composed);
    const shell = settings;
    const context: PlanContext = { root, stateDir, ports, secrets, shell, composed, mode, stripeWatch };
    const env = scriptEnvironment(context);

    const build = this.#build(context);
    // Awaited further down; a build that fails meanwhile must not count as unhandled.
    build.catch(() => undefined);
    await this.#startDatabase(context, env);
    const standIns = this.#startStandIns(context);
    await Promise.all([standIns, this.#startApp(context, build), this.#fillCatalog(context, env, standIns)]);
    if (this.#options.seed !== false && composed.standIns.has("gateway")) {
      await this.#runScript("supabase/seed/demo.ts", env);
    }
    this.#refuseWhenEnded();
    return this.#describe(context, env);
  }

  /** Ends every part. The app goes first, while everything it needs is there; the database last. */
  stop(force = false): Promise<void> {
    if (force) for (const process of this.#running.values()) void process.stop(true);
    this.#stopped ??= this.#stopInOrder(force);
    return this.#stopped;
  }

  async #stopInOrder(force: boolean): Promise<void> {
    this.#ended.abort();
    const others = SERVICE_NAMES.filter((name) => name !== "app" && name !== "postgres");
    await this.#running.get("app")?.stop(force);
    await Promise.all(others.map((name) => this.#running.get(name)?.stop(force)));
    await this.#running.get("postgres")?.stop(force);
    for (const process of this.#running.values()) process.close();
    this.#releaseBuild();
    this.#releaseLock();
  }

  async #requirePorts(composed: ComposedEnvironment): Promise<void> {
    const { ports, app } = this.#options;
    const names = (Object.keys(PORT_OFFSETS) as (keyof typeof PORT_OFFSETS)[]).filter((name) =>
      composed.standIns.has(name === "smtp" ? "mail" : name),
    );
    const standIns = names.map((name) => ({
      label: name === "smtp" ? "the local mail server" : `the local ${SERVICE_LABELS[name]}`,
      port: ports.base + PORT_OFFSETS[name],
      variable: "LOCAL_PORT_BASE",
    }));
    const own = { label: SERVICE_LABELS.app, port: ports.app, variable: "PORT" };
    await requireFreePorts(app === false ? standIns : [own, ...standIns]);
  }

  async #build(context: PlanContext): Promise<string> {
    if (this.#options.app === false || context.mode === "development") return DEVELOPMENT_DIST_DIR;
    const env = { ...context.shell, ...context.composed.app };
    return ensureBuild({ root: context.root, env, progress: this.#progress, signal: this.#ended.signal });
  }

  async #startDatabase(context: PlanContext, env: Readonly<Record<string, string>>): Promise<void> {
    const { composed, root } = context;
    if (composed.standIns.has("postgres")) {
      const isNew = !existsSync(join(context.stateDir, "postgres", "initialised"));
      if (isNew) this.#progress.step("Making the local database");
      await this.#launch(planStandIn(context, "postgres"));
    }
    if (composed.standIns.has("gateway")) {
      await this.#migrate(composed, env);
      return;
    }
    // Somebody's own database is never changed by a start.
    const url = composed.app.DATABASE_MIGRATION_URL || composed.app.DATABASE_URL || "";
    const pending = await findPendingMigrations(root, url);
    if (pending.length > 0) {
      throw new StartProblem(
        `The database of DATABASE_URL lacks ${pending.length} migrations (from ${pending[0]}): apply them with npx supabase db push --remote=<DATABASE_MIGRATION_URL>, then start again.`,
      );
    }
  }

  async #migrate(composed: ComposedEnvironment, env: Readonly<Record<string, string>>): Promise<number> {
    const url = composed.app.DATABASE_MIGRATION_URL ?? "";
    const applied = await applyMigrations(this.#options.root, url, env, this.#ended.signal);
    if (applied > 0) this.#progress.step(`Applied ${applied} ${applied === 1 ? "migration" : "migrations"}`);
    return applied;
  }

  async #startStandIns(context: PlanContext): Promise<void> {
    const names = [...context.composed.standIns].filter((name): name is StandInName => name !== "postgres");
    await Promise.all(names.map((name) => this.#launch(planStandIn(context, name))));
  }

  async #startApp(context: PlanContext, build: Promise<string>): Promise<void> {
    if (this.#options.app === false) return;
    const distDir = await build;
    if (context.mode === "production") this.#releaseBuild = markBuildUsed(context.root, distDir);
    const tsconfig = writeNextTsconfig(context.root, "development");
    await this.#launch(planApp(context, { distDir, tsconfig }));
  }

  /** The local Stripe knows no prices until the catalog is written to it; a real account is left alone. */
  async #fillCatalog(
    context: PlanContext,
    env: Readonly<Record<string, string>>,
    standIns: Promise<void>,
  ): Promise<void> {
    await standIns;
    if (context.composed.standIns.has("stripe")) await this.#runScript("bin/catalog-sync.ts", env);
  }

  #runScript(path: string, env: Readonly<Record<string, string>>): Promise<void> {
    return runScript({
      root: this.#options.root,
      path,
      env,
      progress: this.#progress,
      signal: this.#ended.signal,
    });
  }

  async #launch(plan: ProcessPlan): Promise<void> {
    this.#refuseWhenEnded();
    const logDir = join(this.#options.stateDir, "logs");
    const process = new SupervisedProcess(plan, logDir, this.#events(logDir));
    this.#running.set(plan.name, process);
    try {
      await process.start();
    } catch (error) {
      this.#refuseWhenEnded();
      const how = error instanceof Error ? error.message : String(error);
      const said = process.lastLines
        .slice(-5)
        .map((line) => `\n  ${line}`)
        .join("");
      throw new StartProblem(
        `${SERVICE_LABELS[plan.name]} did not start, ${how}: read ${join(logDir, `${plan.name}.log`)}.${said}`,
        { cause: error },
      );
    }
  }

  #refuseWhenEnded(): void {
    if (this.#ended.signal.aborted) throw new StartProblem("The start was ended.");
  }

  #events(logDir: string): ProcessEvents {
    return {
      onLine: this.#options.onLine ?? (() => undefined),
      onRestart: (name, how, delayMs) =>
        this.#progress.warn(`${SERVICE_LABELS[name]} ${how}; starting it again in ${delayMs / 1000} s.`),
      onGiveUp: (name, how) =>
        this.#options.onGiveUp?.(
          `${SERVICE_LABELS[name]} ${how} again and again: read ${join(logDir, `${name}.log`)}, put it right and start again.`,
        ),
    };
  }

  #find(name: ServiceName): SupervisedProcess {
    const process = this.#running.get(name);
    if (process === undefined) throw new Error(`${name} is not part of this stack.`);
    return process;
  }

  #describe(context: PlanContext, env: Readonly<Record<string, string>>): Stack {
    const restart = async (name: ServiceName): Promise<void> => {
      await this.#find(name).stop();
      await this.#find(name).start();
    };
    return {
      composed: context.composed,
      env,
      urls: computeUrls(context.ports, context.composed),
      pids: () =>
        Object.fromEntries(
          [...this.#running].flatMap(([name, { pid }]) => (pid === null ? [] : [[name, pid] as const])),
        ),
      kill: (name, signal) => this.#find(name).kill(signal),
      waitUntilReady: (name, limitMs = DEFAULT_WAIT_MS) => this.#find(name).waitUntilReady(limitMs),
      restart,
      halt: (name) => this.#find(name).stop(),
      migrate: async () => {
        const applied = await this.#migrate(context.composed, env);
        // The gateway reads the schema when it starts.
        if (applied > 0) await restart("gateway");
        return applied;
      },
      stop: (force) => this.stop(force),
    };
  }
}
