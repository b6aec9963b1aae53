import type { Hono } from "hono";
import { z } from "zod";
import type { AppEnv } from "../http/app";
import type { Faults } from "../http/faults";
import type { Deliverer } from "../webhooks/deliverer";
import type { World } from "../world";

/** What the calls under `/_local` act on. */
export interface ControlParts {
  world: World;
  deliverer: Deliverer;
  faults: Faults;
  stateDir: string | null;
  /** Registers the endpoint of the command line again, after a reset. */
  ensureEndpoint: () => void;
}

/** A call that cannot be obeyed, with the sentence that says why. */
export class Refused extends Error {}

export const times = z.number().int().min(1).max(100);

/** Declares a POST: JSON for programs, a form for the page's buttons. */
export function controlCall<S extends z.ZodType>(
  routes: Hono<AppEnv>,
  route: string,
  schema: S,
  run: (input: z.output<S>, id: string) => object | Promise<object>,
): void {
  routes.post(route, async (context) => {
    const text = await context.req.text();
    const isForm = context.req.header("content-type")?.includes("form-urlencoded");
    const given: unknown = isForm ? readForm(text) : text ? JSON.parse(text) : {};
    const input = schema.safeParse(given);
    if (!input.success) return context.json({ error: { message: z.prettifyError(input.error) } }, 400);
    const answer = await run(input.data, context.req.param("id") ?? "");
    return isForm ? context.redirect("/_local", 303) : context.json(answer);
  });
}

function readForm(text: string): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [key, value] of new URLSearchParams(text))
    values[key] = /^\d+$/.test(value) ? Number(value) : value === "true" ? true : value;
  return values;
}
