import type { Hono } from "hono";
import { z } from "zod";
import type { AppEnv } from "../http/app";
import type { Faults } from "../http/faults";
import { StripeError } from "../http/stripe-error";
import type { Seeder } from "../seed/seeder";
import type { Deliverer } from "../webhooks/deliverer";
import type { World } from "../world";

/** What the calls under `/_local` act on. */
export interface ControlParts {
  world: World;
  deliverer: Deliverer;
  faults: Faults;
  seeder: Seeder;
  stateDir: string | null;
  /** Registers the endpoint of the command line again, after a reset. */
  ensureEndpoint: () => void;
}

/** A call that cannot be obeyed, with the sentence that says why. */
export class Refused extends Error {}

export const times = z.number().int().min(1).max(100);

/** What is wrong with what was given, field by field: "customers: Too small: expected number to be >=1". */
export const describeIssues = ({ issues }: z.ZodError): string =>
  issues.map(({ path, message }) => [...path.map(String), message].join(": ")).join("; ");

/** "1 delivery", "2 deliveries". */
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/**
 * Declares a POST: JSON for programs, a form for the page's buttons, which leads back to the page.
 *
 * @param say what the page says of it afterwards
 */
export function controlCall<S extends z.ZodType, A extends object>(
  routes: Hono<AppEnv>,
  route: string,
  schema: S,
  run: (input: z.output<S>, id: string) => A | Promise<A>,
  say: (answer: A) => string = () => "Done.",
): void {
  routes.post(route, async (context) => {
    const text = await context.req.text();
    const isForm = context.req.header("content-type")?.includes("form-urlencoded");
    const given: unknown = isForm ? readForm(text) : text ? JSON.parse(text) : {};
    const input = schema.safeParse(given);
    if (!isForm && !input.success)
      return context.json({ error: { message: describeIssues(input.error) } }, 400);
    const back = (kind: "notice" | "error", sentence: string) =>
      context.redirect(`/_local?${kind}=${encodeURIComponent(sentence)}`, 303);
    if (!input.success) return back("error", describeIssues(input.error));
    try {
      const answer = await run(input.data, context.req.param("id") ?? "");
      return isForm ? back("notice", say(answer)) : context.json(answer);
    } catch (error) {
      if (isForm && (error instanceof Refused || error instanceof StripeError))
        return back("error", error.message);
      throw error;
    }
  });
}

function readForm(text: string): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  // a field that was left empty was not given
  for (const [key, value] of new URLSearchParams(text)) if (value !== "") values[key] = readField(value);
  return values;
}

function readField(value: string): unknown {
  if (/^\d+$/.test(value)) return Number(value);
  if (value === "true") return true;
  return value === "null" ? null : value;
}
