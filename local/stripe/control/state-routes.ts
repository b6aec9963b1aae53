import type { Hono } from "hono";
import { z } from "zod";
import { runGlobalDues } from "../clock/advance-clock";
import type { AppEnv } from "../http/app";
import type { Seeder } from "../seed/seeder";
import { collectionsOf, dump } from "../state/dump";
import { loadText } from "../state/load";
import { type ControlParts, controlCall, countOf, Refused } from "./control-call";
import type { Snapshots } from "./snapshots";

const name = z.preprocess(
  // a form's "2026" has been read as a number
  (given) => (typeof given === "number" ? String(given) : given),
  z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/i, "it is made of letters, digits and dashes"),
);

/** All that falls due on the way is done before it answers. */
const MAX_STEP_SECONDS = 3_650 * 86_400;

/** What is in here; emptying, keeping and bringing back all of it; moving its clock. */
export function addStateRoutes(routes: Hono<AppEnv>, parts: ControlParts, snapshots: Snapshots): void {
  const { world, deliverer, faults, seeder } = parts;

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
  controlCall(
    routes,
    "/reset",
    z.strictObject({}),
    async () => {
      await seeder.stop();
      clear();
      parts.ensureEndpoint();
      return { reset: true };
    },
    () => "Everything is gone.",
  );
  controlCall(
    routes,
    "/snapshot",
    z.strictObject({ name: name.default("default") }),
    (input) => {
      refuseWhileSeeding(seeder);
      const text = [...dump(collectionsOf(world.state))].join("");
      snapshots.keep(input.name, text);
      return { snapshot: input.name, bytes: text.length };
    },
    ({ snapshot }) => `Kept everything as "${snapshot}".`,
  );
  controlCall(
    routes,
    "/restore",
    z.strictObject({ name: name.default("default") }),
    async (input) => {
      const text = snapshots.read(input.name);
      if (text === undefined)
        throw new Refused(
          `There is no snapshot "${input.name}". Known: ${snapshots.list().join(", ") || "none"}.`,
        );
      await seeder.stop();
      clear();
      loadText(text, collectionsOf(world.state));
      for (const collection of collectionsOf(world.state))
        for (const value of collection.oldestFirst()) world.log.record(collection, value.id, undefined);
      parts.ensureEndpoint();
      deliverer.resume();
      return { restored: input.name };
    },
    ({ restored }) => `Everything is as it was in "${restored}".`,
  );
  routes.get("/snapshots", (context) => context.json({ data: snapshots.list() }));
  controlCall(
    routes,
    "/clock/advance",
    z.strictObject({
      seconds: z.number().int().min(1).optional(),
      days: z.number().positive().optional(),
      to: z.number().int().optional(),
    }),
    (input) => {
      refuseWhileSeeding(seeder);
      const asked = input.seconds ?? Math.round((input.days ?? 0) * 86_400);
      const seconds = input.to === undefined ? asked : input.to - world.now();
      if (seconds <= 0)
        throw new Refused("The clock only goes forward: give seconds, days, or a time to come.");
      if (seconds > MAX_STEP_SECONDS) throw new Refused("The clock goes ten years at a time at most.");
      world.state.meta.put({ id: "clock_offset", value: world.clockOffset + seconds });
      let done = 0;
      for (;;) {
        const step = runGlobalDues(world, 1_000);
        done += step;
        if (step === 0) break;
      }
      return { now: world.now(), done };
    },
    ({ done }) => `The clock has moved; ${countOf(done, "thing")} fell due.`,
  );
}

/** Half a past is no state to come back to, and no time to leave from. */
function refuseWhileSeeding(seeder: Seeder): void {
  if (seeder.isRunning) throw new Refused("Seeding is under way: wait until it is done, or reset.");
}
