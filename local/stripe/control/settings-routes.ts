import type { Hono } from "hono";
import { z } from "zod";
import type { AppEnv } from "../http/app";
import { type ControlParts, controlCall } from "./control-call";

const days = z.number().positive().max(365);

const changes = z.strictObject({
  // the page's field is text, "3,8,15", or one number
  retryDays: z
    .preprocess(
      (given) =>
        typeof given === "string" || typeof given === "number" ? String(given).split(",").map(Number) : given,
      z
        .array(days)
        .max(20)
        .refine((list) => list.every((day, at) => at === 0 || day > (list[at - 1] ?? 0)), "days must grow"),
    )
    .optional(),
  afterLastRetry: z.enum(["cancel", "unpaid", "past_due"]).optional(),
  finalizeAfterSeconds: z.number().int().min(0).max(259_200).optional(),
  upcomingDays: days.optional(),
  defaultDaysUntilDue: z.number().int().min(1).max(365).optional(),
});

/** What a Stripe account decides in its dashboard: retries of failed renewals and the like. */
export function addSettingsRoutes(routes: Hono<AppEnv>, { world }: ControlParts): void {
  const shown = () => {
    const { apiKey: _secret, ...settings } = world.settings;
    return settings;
  };
  routes.get("/settings", (context) => context.json(shown()));
  controlCall(
    routes,
    "/settings",
    changes,
    (input) => {
      world.changeSettings(
        Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)),
      );
      return shown();
    },
    () => "The settings have been changed.",
  );
}
