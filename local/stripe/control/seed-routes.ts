import type { Hono } from "hono";
import { z } from "zod";
import type { AppEnv } from "../http/app";
import { DEMO_SETS } from "../seed/demo-sets";
import type { Seeder } from "../seed/seeder";
import { type ControlParts, controlCall, Refused } from "./control-call";

const wish = z
  .strictObject({
    set: z.enum(Object.keys(DEMO_SETS) as (keyof typeof DEMO_SETS)[]).optional(),
    customers: z.number().int().min(1).max(50_000).optional(),
    subscriptions: z.number().int().min(0).optional(),
    months: z.number().int().min(0).max(60).optional(),
    seed: z.number().int().min(0).max(4_294_967_295).default(1),
    /** Answer when it is done rather than when it has begun. */
    wait: z.boolean().default(false),
  })
  .refine(({ set, customers }) => (set === undefined) !== (customers === undefined), {
    error: "give a set or a number of customers, one of the two",
  })
  .refine(({ set, subscriptions, months }) => !set || (subscriptions ?? months) === undefined, {
    error: "a set decides about subscriptions and months itself",
  })
  .refine(({ customers, subscriptions }) => (subscriptions ?? 0) <= (customers ?? Infinity), {
    error: "a customer has one subscription at most",
  });

/** Filling it with customers and their past. */
export function addSeedRoutes(routes: Hono<AppEnv>, { seeder }: ControlParts): void {
  const nothing = { state: "idle", sets: DEMO_SETS };
  routes.get("/seed", (context) => context.json({ ...nothing, ...seeder.progress }));
  controlCall(
    routes,
    "/seed",
    wish,
    async ({ set, customers = 1, subscriptions, months = 0, seed, wait }) => {
      if (seeder.isRunning) throw new Refused("Seeding is under way already.");
      const wanted = set ? DEMO_SETS[set] : { customers, subscriptions: subscriptions ?? customers, months };
      const begun = seeder.start({ ...wanted, seed });
      return (wait ? await seeder.finished() : begun) ?? begun;
    },
    ({ customers, months }: ReturnType<Seeder["start"]>) =>
      `Seeding ${customers} customers over ${months} months has begun.`,
  );
}
