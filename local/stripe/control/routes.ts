import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Hono } from "hono";
import { z } from "zod";
import { runGlobalDues } from "../clock/advance-clock";
import { eventBody } from "../events/event-body";
import type { AppEnv } from "../http/app";
import { FAULT_KINDS, type Faults } from "../http/faults";
import { StripeError } from "../http/stripe-error";
import { completeCheckout } from "../objects/checkout-session/complete-checkout";
import { closeDispute } from "../objects/dispute/close-dispute";
import { openDispute } from "../objects/dispute/open-dispute";
import { expiryYear } from "../objects/payment-method/create-payment-method";
import { settleRefund } from "../objects/refund/operations";
import { authenticateIntent } from "../pages/intent-routes";
import { collectionsOf, dump, load } from "../state/journal";
import type { Deliverer } from "../webhooks/deliverer";
import type { World } from "../world";
import { controlPage } from "./control-page";

interface Parts {
  world: World;
  deliverer: Deliverer;
  faults: Faults;
  stateDir: string | null;
  /** Registers the endpoint of the command line again, after a reset. */
  ensureEndpoint: () => void;
}

class Refused extends Error {}

const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/i, "letters, digits and dashes");
const times = z.number().int().min(1).max(100);

/** `/_local/...`: what only a stand-in can offer. */
export function controlRoutes(parts: Parts): Hono<AppEnv> {
  const { world, deliverer, faults } = parts;
  const routes = new Hono<AppEnv>();
  const snapshots = new Map<string, string>();

  // a foreign page in the same browser must not be able to reset anything
  routes.use("*", async (context, next) => {
    const origin = context.req.header("origin");
    if (context.req.method !== "GET" && origin && origin !== new URL(context.req.url).origin)
      return context.json({ error: { message: "Requests from other origins are refused." } }, 403);
    await next();
  });
  const post = <S extends z.ZodType>(
    route: string,
    schema: S,
    run: (input: z.output<S>, id: string) => object | Promise<object>,
  ) =>
    routes.post(route, async (context) => {
      const text = await context.req.text();
      const isForm = context.req.header("content-type")?.includes("form-urlencoded");
      const given: unknown = isForm ? readForm(text) : text ? JSON.parse(text) : {};
      const input = schema.safeParse(given);
      if (!input.success) return context.json({ error: { message: z.prettifyError(input.error) } }, 400);
      const answer = await run(input.data, context.req.param("id") ?? "");
      return isForm ? context.redirect("/_local", 303) : context.json(answer);
    });
  routes.onError((error, context) => {
    if (error instanceof Refused || error instanceof SyntaxError)
      return context.json({ error: { message: error.message } }, 400);
    if (error instanceof StripeError) return context.json({ error: { message: error.message } }, 400);
    console.error(`local stripe: ${context.req.path} failed: ${error.stack}`);
    return context.json({ error: { message: error.message } }, 500);
  });

  routes.get("/", (context) => context.html(controlPage(world, deliverer, faults)));
  routes.get("/status", (context) =>
    context.json({
      apiVersion: world.apiVersion,
      now: world.now(),
      clockOffset: world.clockOffset,
      webhooks: { held: deliverer.isHolding, times: deliverer.times },
      faults: faults.list(),
      objects: Object.fromEntries(
        collectionsOf(world.state).map((collection) => [collection.name, collection.size]),
      ),
    }),
  );

  const clear = () => {
    for (const collection of collectionsOf(world.state)) collection.clear();
    faults.clear();
  };
  post("/reset", z.strictObject({}), () => {
    clear();
    parts.ensureEndpoint();
    return { reset: true };
  });
  post("/snapshot", z.strictObject({ name: name.default("default") }), (input) => {
    const text = dump(world.state);
    snapshots.set(input.name, text);
    if (parts.stateDir) {
      mkdirSync(path.join(parts.stateDir, "snapshots"), { recursive: true });
      writeFileSync(path.join(parts.stateDir, "snapshots", `${input.name}.jsonl`), text);
    }
    return { snapshot: input.name, bytes: text.length };
  });
  post("/restore", z.strictObject({ name: name.default("default") }), (input) => {
    const text = snapshots.get(input.name) ?? readSnapshot(parts.stateDir, input.name);
    if (text === undefined)
      throw new Refused(
        `There is no snapshot "${input.name}". Known: ${listSnapshots(parts.stateDir, snapshots).join(", ") || "none"}.`,
      );
    clear();
    load(text, world.state);
    for (const collection of collectionsOf(world.state))
      for (const value of collection.oldestFirst()) world.log.record(collection, value.id, undefined);
    parts.ensureEndpoint();
    return { restored: input.name };
  });
  routes.get("/snapshots", (context) => context.json({ data: listSnapshots(parts.stateDir, snapshots) }));

  routes.get("/events", (context) => {
    const type = context.req.query("type");
    const limit = Number(context.req.query("limit") ?? "100");
    const data: object[] = [];
    for (const event of world.state.events.newestFirst(type ? { index: "type", key: type } : undefined)) {
      if (data.length >= limit) break;
      const deliveries = [...world.state.deliveries.newestFirst({ index: "event", key: event.id })];
      data.push({ ...eventBody(event, world.apiVersion), deliveries });
    }
    return context.json({ data });
  });
  post("/events/:id/resend", z.strictObject({ times: times.default(1) }), (input, id) => {
    if (!world.state.events.find(id)) throw new Refused(`There is no event ${id}.`);
    return { deliveries: deliverer.resend(id, input.times) };
  });

  routes.get("/webhooks/deliveries", (context) =>
    context.json({ data: [...world.state.deliveries.newestFirst()].slice(0, 200) }),
  );
  post("/webhooks/hold", z.strictObject({}), () => {
    deliverer.hold();
    return { held: true };
  });
  post(
    "/webhooks/release",
    z.strictObject({
      shuffle: z.boolean().optional(),
      times: times.optional(),
      limit: z.number().int().min(1).optional(),
    }),
    (input) => ({
      released: deliverer.release({
        ...(input.shuffle ? { shuffle: true } : {}),
        ...(input.times ? { times: input.times } : {}),
        ...(input.limit ? { limit: input.limit } : {}),
      }),
    }),
  );
  post(
    "/webhooks/drop",
    z.strictObject({ type: z.string().optional(), limit: z.number().int().min(1).optional() }),
    (input) => ({
      dropped: deliverer.drop({
        ...(input.type ? { type: input.type } : {}),
        ...(input.limit ? { limit: input.limit } : {}),
      }),
    }),
  );
  post("/webhooks/duplicate", z.strictObject({ times }), (input) => {
    deliverer.repeat(input.times);
    return { times: input.times };
  });

  post(
    "/faults",
    z.strictObject({
      kind: z.enum(FAULT_KINDS as [string, ...string[]]),
      path: z.string().startsWith("/").default("/v1"),
      method: z.enum(["GET", "POST", "DELETE"]).nullable().default(null),
      count: z.number().int().min(1).nullable().default(1),
      delayMs: z.number().int().min(0).max(600_000).default(2_000),
    }),
    (input) =>
      faults.add({
        kind: input.kind as (typeof FAULT_KINDS)[number],
        path: input.path,
        method: input.method,
        remaining: input.count,
        delayMs: input.delayMs,
      }),
  );
  routes.get("/faults", (context) => context.json({ data: faults.list() }));
  routes.delete("/faults", (context) => {
    faults.clear();
    return context.json({ data: [] });
  });

  post(
    "/checkout/:id/complete",
    z.strictObject({
      card: z.string().default("4242424242424242"),
      email: z.string().optional(),
      name: z.string().default("Jenny Rosen"),
      country: z.string().length(2).default("US"),
      authentication: z.enum(["complete", "fail"]).default("complete"),
    }),
    (input, id) => {
      const session = world.state.checkoutSessions.find(id);
      if (!session) throw new Refused(`There is no checkout session ${id}.`);
      const buyer = {
        email: input.email ?? session.customer_details?.email ?? "jenny@example.com",
        name: input.name,
        country: input.country,
        card: { number: input.card.replaceAll(" ", ""), expMonth: 12, expYear: expiryYear() },
      };
      const first = completeCheckout(world, id, buyer);
      const outcome =
        first.state === "authentication" && input.authentication === "complete"
          ? completeCheckout(world, id, buyer, true)
          : first;
      return { ...outcome, session: world.state.checkoutSessions.get(id) };
    },
  );
  post(
    "/payment_intents/:id/authenticate",
    z.strictObject({ outcome: z.enum(["complete", "fail"]).default("complete") }),
    (input, id) => {
      if (!authenticateIntent(world, id, input.outcome).found)
        throw new Refused(`${id} does not wait for authentication.`);
      return world.state.paymentIntents.find(id) ?? world.state.setupIntents.get(id);
    },
  );
  post(
    "/disputes",
    z.strictObject({
      charge: z.string().optional(),
      payment_intent: z.string().optional(),
      reason: z.string().default("fraudulent"),
      amount: z.number().int().positive().optional(),
    }),
    (input) => {
      const charge =
        input.charge ?? world.state.paymentIntents.find(input.payment_intent ?? "")?.latest_charge ?? "";
      if (!world.state.charges.find(charge)?.paid)
        throw new Refused("Name a charge, or a payment intent, that was paid.");
      return world.transact(() =>
        openDispute(world, charge, {
          reason: input.reason,
          ...(input.amount ? { amount: input.amount } : {}),
        }),
      );
    },
  );
  post("/disputes/:id/close", z.strictObject({ outcome: z.enum(["won", "lost"]) }), (input, id) => {
    if (!world.state.disputes.find(id)) throw new Refused(`There is no dispute ${id}.`);
    return world.transact(() => closeDispute(world, id, input.outcome));
  });
  post("/refunds/:id/settle", z.strictObject({ outcome: z.enum(["succeeded", "failed"]) }), (input, id) =>
    world.transact(() => settleRefund(world, id, input.outcome)),
  );
  post(
    "/clock/advance",
    z.strictObject({ seconds: z.number().int().min(1).optional(), to: z.number().int().optional() }),
    (input) => {
      const seconds = input.seconds ?? (input.to === undefined ? 0 : input.to - world.now());
      if (seconds <= 0) throw new Refused("The clock only goes forward: give seconds, or a time to come.");
      world.state.meta.put({ id: "clock_offset", value: world.clockOffset + seconds });
      let done = 0;
      for (;;) {
        const step = runGlobalDues(world, 1_000);
        done += step;
        if (step === 0) break;
      }
      return { now: world.now(), done };
    },
  );
  return routes;
}

function readForm(text: string): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [key, value] of new URLSearchParams(text))
    values[key] = /^\d+$/.test(value) ? Number(value) : value === "true" ? true : value;
  return values;
}

function readSnapshot(stateDir: string | null, snapshot: string): string | undefined {
  if (!stateDir || !listSnapshots(stateDir, new Map()).includes(snapshot)) return undefined;
  return readFileSync(path.join(stateDir, "snapshots", `${snapshot}.jsonl`), "utf8");
}

function listSnapshots(stateDir: string | null, inMemory: ReadonlyMap<string, string>): string[] {
  const directory = stateDir ? path.join(stateDir, "snapshots") : null;
  let stored: string[] = [];
  try {
    stored = directory ? readdirSync(directory).map((file) => file.replace(/\.jsonl$/, "")) : [];
  } catch (error) {
    // none has been taken yet
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  return [...new Set([...inMemory.keys(), ...stored])];
}
