import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Hono } from "hono";
import { z } from "zod";
import { runGlobalDues } from "../clock/advance-clock";
import type { AppEnv } from "../http/app";
import { collectionsOf, dump } from "../state/dump";
import { loadText } from "../state/load";
import { type ControlParts, controlCall, Refused } from "./control-call";

const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/i, "letters, digits and dashes");

/** What is in here; emptying, keeping and bringing back all of it; moving its clock. */
export function addStateRoutes(routes: Hono<AppEnv>, parts: ControlParts): void {
  const { world, deliverer, faults } = parts;
  const snapshots = new Map<string, string>();

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
  controlCall(routes, "/reset", z.strictObject({}), () => {
    clear();
    parts.ensureEndpoint();
    return { reset: true };
  });
  controlCall(routes, "/snapshot", z.strictObject({ name: name.default("default") }), (input) => {
    const text = [...dump(collectionsOf(world.state))].join("");
    snapshots.set(input.name, text);
    if (parts.stateDir) {
      mkdirSync(path.join(parts.stateDir, "snapshots"), { recursive: true });
      writeFileSync(path.join(parts.stateDir, "snapshots", `${input.name}.jsonl`), text);
    }
    return { snapshot: input.name, bytes: text.length };
  });
  controlCall(routes, "/restore", z.strictObject({ name: name.default("default") }), (input) => {
    const text = snapshots.get(input.name) ?? readSnapshot(parts.stateDir, input.name);
    if (text === undefined)
      throw new Refused(
        `There is no snapshot "${input.name}". Known: ${listSnapshots(parts.stateDir, snapshots).join(", ") || "none"}.`,
      );
    clear();
    loadText(text, collectionsOf(world.state));
    for (const collection of collectionsOf(world.state))
      for (const value of collection.oldestFirst()) world.log.record(collection, value.id, undefined);
    parts.ensureEndpoint();
    deliverer.resume();
    return { restored: input.name };
  });
  routes.get("/snapshots", (context) => context.json({ data: listSnapshots(parts.stateDir, snapshots) }));

  controlCall(
    routes,
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
