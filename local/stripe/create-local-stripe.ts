import { createAdaptorServer } from "@hono/node-server";
import { runGlobalDues } from "./clock/advance-clock";
import { loadContract } from "./contract/load-contract";
import { controlRoutes } from "./control/routes";
import { Api } from "./http/api";
import { createApp } from "./http/app";
import { Faults } from "./http/faults";
import { ApiV2 } from "./http/json-api";
import { allOperations } from "./objects/all-operations";
import { syncEntitlements } from "./objects/entitlement/sync-entitlements";
import { operationsV2 } from "./objects/json-api/operations";
import { createWebhookEndpoint } from "./objects/webhook-endpoint/operations";
import { pageRoutes } from "./pages/routes";
import { Seeder } from "./seed/seeder";
import type { Settings } from "./settings";
import { Journal } from "./state/journal";
import { Deliverer, describeAttempt } from "./webhooks/deliverer";
import { World } from "./world";

export interface LocalStripeOptions extends Partial<Settings> {
  /** 0 takes a free port. */
  port?: number;
  host?: string;
  /** Where events are sent; without it only endpoints made through the API receive them. */
  webhookUrl?: string;
  webhookSecret?: string;
  /** Where the state is kept; without it, it ends with the process. */
  stateDir?: string;
  /** Told a line of text for every call that is answered and every event that is sent. */
  onLine?: (line: string) => void;
}

export interface LocalStripe {
  url: string;
  port: number;
  apiKey: string;
  webhookSecret: string | null;
  world: World;
  deliverer: Deliverer;
  faults: Faults;
  close(): Promise<void>;
}

const DUE_EVERY_MS = 1000;

/** A whole local Stripe in this process, listening when the promise resolves. */
export async function createLocalStripe(options: LocalStripeOptions = {}): Promise<LocalStripe> {
  const { port = 0, host = "127.0.0.1", webhookUrl, webhookSecret, stateDir, onLine, ...settings } = options;
  const contract = loadContract();
  const world = new World(contract.apiVersion, settings);
  world.onSubscriptionChange = (customer) => syncEntitlements(world, customer);
  const journal = stateDir ? Journal.open(stateDir, world.log, world.state) : null;
  if (journal) world.beforeTelling = () => journal.flush();
  const deliverer = new Deliverer(world);
  const faults = new Faults();
  const seeder = new Seeder(world, deliverer);
  const app = createApp({
    api: new Api(world, contract, allOperations, faults),
    apiV2: new ApiV2(world, operationsV2),
    control: controlRoutes({
      world,
      deliverer,
      faults,
      seeder,
      stateDir: stateDir ?? null,
      ensureEndpoint: () => ensureEndpoint(world, webhookUrl, webhookSecret),
    }),
    pages: pageRoutes(world),
    onLine,
    beforeTelling: () => world.beforeTelling(),
  });
  if (onLine) deliverer.onAttempt = (attempt) => onLine(describeAttempt(attempt));
  ensureEndpoint(world, webhookUrl, webhookSecret);
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === "object" && address ? address.port : port;
  const url = `http://${host}:${bound}`;
  if (!settings.publicUrl) world.publicUrl = url;
  deliverer.resume();
  const timer = setInterval(() => runDues(world), DUE_EVERY_MS);
  timer.unref();
  return {
    url,
    port: bound,
    apiKey: world.settings.apiKey,
    webhookSecret: webhookSecret ?? null,
    world,
    deliverer,
    faults,
    async close() {
      clearInterval(timer);
      deliverer.close();
      if ("closeAllConnections" in server) server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      journal?.close();
    },
  };
}

function runDues(world: World): void {
  if (world.duesArePaused) return;
  try {
    runGlobalDues(world);
  } catch (error) {
    console.error(`local stripe: something due failed: ${error instanceof Error ? error.stack : error}`);
  }
}

/** The endpoint named on the command line: made once, moved when the URL or secret changes. */
function ensureEndpoint(world: World, url: string | undefined, secret: string | undefined): void {
  if (!url || !secret) return;
  const known = world.state.meta.find("own_endpoint")?.value;
  const endpoint = typeof known === "string" ? world.state.webhookEndpoints.find(known) : undefined;
  if (endpoint) {
    if (endpoint.url !== url) world.state.webhookEndpoints.put({ ...endpoint, url });
    world.state.webhookSecrets.put({ id: endpoint.id, secret });
    return;
  }
  const made = createWebhookEndpoint(world, { url, events: ["*"], secret, apiVersion: world.apiVersion });
  world.state.meta.put({ id: "own_endpoint", value: made.id });
}
