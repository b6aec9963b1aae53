import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type Stripe from "stripe";
import { createWrites } from "./recorded-writes";

/** What the provider holds at this moment. A test changes it as it likes. */
export interface ProviderWorld {
  customers: Map<string, Stripe.Customer | Stripe.DeletedCustomer>;
  subscriptions: Map<string, Stripe.Subscription>;
  invoices: Map<string, Stripe.Invoice>;
  paymentMethods: Map<string, Stripe.PaymentMethod>;
  sessions: Map<string, Stripe.Checkout.Session>;
}

export interface RecordedProvider {
  readonly url: string;
  readonly world: ProviderWorld;
  /** Every request that was answered, as `GET /v1/customers/cus_1`. */
  readonly requests: string[];
  /** Set to a status, every request is answered with it; to `cut`, the connection is cut, before or after acting. */
  fault: number | "cut" | "cut-after-acting" | null;
  /** Called before each answer: a test can wait here, or change the world under a reader's feet. */
  beforeAnswer: (request: string) => Promise<void> | void;
  stop(): Promise<void>;
}

/**
 * A provider that answers reads from recorded objects, so that a test decides exactly what is read when. The
 * local Stripe decides by Stripe's rules; here the test decides.
 */
export async function startRecordedProvider(): Promise<RecordedProvider> {
  const world: ProviderWorld = {
    customers: new Map(),
    subscriptions: new Map(),
    invoices: new Map(),
    paymentMethods: new Map(),
    sessions: new Map(),
  };
  const write = createWrites(world);
  const server = createServer((request, response) => void answer(request, response));
  const provider = {
    world,
    requests: [] as string[],
    fault: null as RecordedProvider["fault"],
    beforeAnswer: (() => undefined) as RecordedProvider["beforeAnswer"],
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://provider");
    const name = `${request.method} ${url.pathname}`;
    await provider.beforeAnswer(name);
    if (provider.fault === "cut") {
      request.socket.destroy();
      return;
    }
    if (typeof provider.fault === "number") {
      send(response, provider.fault, { error: { type: "api_error", message: "The provider is unwell." } });
      return;
    }
    provider.requests.push(name);
    await sleep(Math.random() * 2);
    if (request.method === "POST") {
      const key = request.headers["idempotency-key"];
      const { status, body } = write(url.pathname, await text(request), typeof key === "string" ? key : null);
      // Read anew: a test may have set the fault while this was acted on.
      if ((provider.fault as RecordedProvider["fault"]) === "cut-after-acting") request.socket.destroy();
      else send(response, status, body);
      return;
    }
    const found = read(world, url);
    if (found) send(response, 200, found);
    else {
      const message = `No such object: ${url.pathname}`;
      send(response, 404, { error: { type: "invalid_request_error", code: "resource_missing", message } });
    }
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(provider, {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise<void>((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => (error ? reject(error) : resolve()));
      }),
  });
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json", "request-id": "req_recorded" });
  response.end(JSON.stringify(body));
}

type Owned = { id: string; created: number; customer: unknown };

function read(world: ProviderWorld, url: URL): object | null {
  const [, collection, id, part] =
    url.pathname.match(/^\/v1\/(checkout\/sessions|\w+)(?:\/(\w+))?(?:\/(\w+))?$/) ?? [];
  switch (collection) {
    case "customers":
      if (part === "payment_methods") return list(url, ofCustomer(world.paymentMethods, id ?? ""));
      return world.customers.get(id ?? "") ?? null;
    case "subscriptions":
      return id ? (world.subscriptions.get(id) ?? null) : listOf(url, world.subscriptions);
    case "invoices":
      return id ? (world.invoices.get(id) ?? null) : listOf(url, world.invoices);
    case "checkout/sessions":
      return id ? (world.sessions.get(id) ?? null) : listOf(url, world.sessions);
    default:
      return null;
  }
}

const listOf = (url: URL, objects: Map<string, Owned>): object =>
  list(url, ofCustomer(objects, url.searchParams.get("customer") ?? ""));

const ofCustomer = (objects: Map<string, Owned>, customer: string): Owned[] =>
  [...objects.values()].filter((object) => object.customer === customer);

/** Newest first, with Stripe's cursor. */
function list(url: URL, objects: Owned[]): object {
  const limit = Number(url.searchParams.get("limit") ?? 10);
  const after = url.searchParams.get("starting_after");
  const ordered = objects.toSorted(
    (left, right) => right.created - left.created || (left.id < right.id ? 1 : -1),
  );
  const start = after ? ordered.findIndex((object) => object.id === after) + 1 : 0;
  const data = ordered.slice(start, start + limit);
  return { object: "list", url: url.pathname, data, has_more: start + limit < ordered.length };
}
