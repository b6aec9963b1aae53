import { createServer } from "node:net";
import { StartProblem } from "./start-problem";

/** Which port after the base each part of the stack listens on. */
export const PORT_OFFSETS = {
  postgres: 0,
  gateway: 1,
  stripe: 2,
  inngest: 3,
  identity: 4,
  smtp: 5,
  mail: 6,
} as const;

const OFFSET_RESERVE = 10;
const DEFAULT_PORT = 3000;
const DEFAULT_BASE_DISTANCE = 1000;
const HIGHEST_PORT = 65_535;
const RELEASE_LIMIT_MS = 1_500;

export interface Ports {
  readonly app: number;
  readonly base: number;
}

function parsePort(name: string, value: string | undefined, fallback: number, highest: number): number {
  if (value === undefined || value === "") return fallback;
  const port = Number(value);
  if (!/^\d+$/.test(value) || port < 1 || port > highest) {
    throw new StartProblem(`${name} is "${value}": set it to a whole number from 1 to ${highest}.`);
  }
  return port;
}

/** Reads PORT and LOCAL_PORT_BASE. @throws StartProblem for a value that is no port. */
export function parsePorts(source: Readonly<Record<string, string | undefined>>): Ports {
  const highestBase = HIGHEST_PORT - OFFSET_RESERVE;
  const app = parsePort("PORT", source.PORT, DEFAULT_PORT, HIGHEST_PORT);
  const fallback =
    app + DEFAULT_BASE_DISTANCE > highestBase ? app - DEFAULT_BASE_DISTANCE : app + DEFAULT_BASE_DISTANCE;
  const base = parsePort("LOCAL_PORT_BASE", source.LOCAL_PORT_BASE, fallback, highestBase);
  if (app >= base && app < base + OFFSET_RESERVE) {
    throw new StartProblem(
      `PORT ${app} lies among the local services' ports ${base} to ${base + OFFSET_RESERVE - 1}: set LOCAL_PORT_BASE to another number.`,
    );
  }
  return { app, base };
}

export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host: "127.0.0.1", exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** A process killed a moment ago may hold its port a little longer. */
async function becomesFree(port: number): Promise<boolean> {
  const until = Date.now() + RELEASE_LIMIT_MS;
  for (;;) {
    if (await isPortFree(port)) return true;
    if (Date.now() > until) return false;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** @throws StartProblem naming every part whose port is taken and what to set instead. */
export async function requireFreePorts(
  wanted: readonly { readonly label: string; readonly port: number; readonly variable: string }[],
): Promise<void> {
  const taken = await Promise.all(
    wanted.map(async (entry) => ((await becomesFree(entry.port)) ? [] : [entry])),
  );
  const sentences = taken
    .flat()
    .map(
      ({ label, port, variable }) =>
        `Port ${port} for ${label} is taken: stop what uses it, or start with another ${variable} (for example ${variable}=${port + 100} npm start).`,
    );
  if (sentences.length > 0) throw new StartProblem(sentences);
}

/** Finds a free block of ports for a stack of its own: the app's port and a base with its services above. */
export async function findFreePorts(): Promise<Ports> {
  const lowest = 20_000;
  const span = 12_000;
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const app = lowest + Math.floor((Math.random() * span) / (OFFSET_RESERVE * 2)) * OFFSET_RESERVE * 2;
    const block = [app, ...Object.values(PORT_OFFSETS).map((offset) => app + OFFSET_RESERVE + offset)];
    const free = await Promise.all(block.map(isPortFree));
    if (free.every(Boolean)) return { app, base: app + OFFSET_RESERVE };
  }
  throw new StartProblem(
    "No free block of ports between 20000 and 32000: close some programs and start again.",
  );
}
