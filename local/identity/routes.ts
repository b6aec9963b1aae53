import { createHash, timingSafeEqual } from "node:crypto";
import { type Context, Hono } from "hono";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { z } from "zod";
import { demoPeople } from "./demo-people";
import { refusal } from "./refusal";
import { addSessionRoutes } from "./session-routes";
import type { IdentityStore } from "./store";
import type { TokenSigner } from "./token";

const SIGN_INS_PER_MINUTE = 60;
/** Nobody mistypes their own address more often; whoever tries more is guessing. */
const PROOFS_PER_MINUTE = 10;

const changeSchema = z.strictObject({
  name: z.string().trim().min(1).max(100).optional(),
  avatarUrl: z
    .url({ protocol: /^https?$/ })
    .max(2_048)
    .nullable()
    .optional(),
});

export interface IdentityOptions {
  readonly store: IdentityStore;
  readonly signer: TokenSigner;
  readonly secret: string;
  readonly issuer: string;
  readonly appUrl: string;
  readonly signInsPerMinute?: number;
  /** Called after a change that the app is told of. */
  readonly onEvents?: () => void;
}

function equalSecrets(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

/** The identity's HTTP interface. Everything but the public keys needs the secret it shares with the app. */
export function createIdentityRoutes(options: IdentityOptions): Hono {
  const { store, signer, onEvents = () => undefined } = options;
  const routes = new Hono();

  routes.get("/health", (c) => c.json({ ok: true }));
  routes.get("/.well-known/jwks.json", (c) => c.json(signer.jwks()));

  routes.use(async (c, next) => {
    const given = c.req.header("authorization") ?? "";
    if (!equalSecrets(given, `Bearer ${options.secret}`)) {
      return refusal(c, 401, "UNAUTHORIZED", "This needs the secret shared with the app.");
    }
    await next();
    if (c.req.method !== "GET") onEvents();
  });

  routes.get("/people", (c) => c.json({ people: demoPeople }));

  routes.get("/people/:id", async (c) => {
    const person = await store.findPerson(c.req.param("id"));
    return person === null ? noPerson(c) : c.json(person);
  });

  routes.patch("/people/:id", async (c) => {
    const parsed = changeSchema.safeParse(await c.req.json().catch(() => null));
    if (!parsed.success) {
      return refusal(c, 422, "INVALID_INPUT", "A name has 1 to 100 characters, a picture an http address.");
    }
    const person = await store.updatePerson(c.req.param("id"), parsed.data);
    return person === null ? noPerson(c) : c.json(person);
  });

  routes.delete("/people/:id", async (c) => {
    const deleted = await store.deletePerson(c.req.param("id"));
    return deleted ? c.body(null, 204) : noPerson(c);
  });

  addSessionRoutes(routes, options, {
    signIns: createLimit(options.signInsPerMinute ?? SIGN_INS_PER_MINUTE),
    proofs: createLimit(PROOFS_PER_MINUTE),
  });

  routes.onError((error, c) => {
    console.error(error);
    return refusal(c, 500, "INTERNAL", "The local identity failed: see its log.");
  });

  return routes;
}

const noPerson = (c: Context): Response => refusal(c, 404, "NOT_FOUND", "No such person.");

/** Counts tries for a key; a refusal once there were too many in a minute, else null. */
function createLimit(points: number) {
  const limiter = new RateLimiterMemory({ points, duration: 60 });
  return async (c: Context, key: string): Promise<Response | null> => {
    try {
      await limiter.consume(key);
      return null;
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      c.header("retry-after", String(Math.ceil(error.msBeforeNext / 1000)));
      return refusal(c, 429, "RATE_LIMITED", "Too many tries for this address: wait a minute.");
    }
  };
}
