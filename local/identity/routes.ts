import { createHash, timingSafeEqual } from "node:crypto";
import { Hono } from "hono";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { z } from "zod";
import { demoPeople } from "./demo-people";
import type { IdentityStore } from "./store";
import { TOKEN_LIFE_SECONDS, type TokenSigner } from "./token";

const SIGN_INS_PER_MINUTE = 60;

const signInSchema = z.strictObject({
  email: z.string().trim().toLowerCase().max(254).pipe(z.email()),
  name: z.string().trim().min(1).max(100).optional(),
});

export interface IdentityOptions {
  readonly store: IdentityStore;
  readonly signer: TokenSigner;
  readonly secret: string;
  readonly issuer: string;
  readonly appUrl: string;
  readonly signInsPerMinute?: number;
}

/** `mei.tanaka@x.example` signs up without a name as "Mei Tanaka". */
export function computeNameFromEmail(email: string): string {
  const words = (email.split("@", 1)[0] ?? "").split(/[^a-z0-9]+/i).filter((word) => word !== "");
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ");
  return name === "" ? email : name;
}

function equalSecrets(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

function refusal(code: string, message: string): { error: { code: string; message: string } } {
  return { error: { code, message } };
}

/** The identity's HTTP interface. Everything but the public keys needs the secret it shares with the app. */
export function createIdentityRoutes(options: IdentityOptions): Hono {
  const { store, signer } = options;
  const limiter = new RateLimiterMemory({
    points: options.signInsPerMinute ?? SIGN_INS_PER_MINUTE,
    duration: 60,
  });
  const routes = new Hono();

  routes.get("/health", (c) => c.json({ ok: true }));
  routes.get("/.well-known/jwks.json", (c) => c.json(signer.jwks()));

  routes.use(async (c, next) => {
    const given = c.req.header("authorization") ?? "";
    if (!equalSecrets(given, `Bearer ${options.secret}`)) {
      return c.json(refusal("UNAUTHORIZED", "This needs the secret shared with the app."), 401);
    }
    return next();
  });

  routes.get("/people", (c) => c.json({ people: demoPeople }));

  routes.get("/people/:id", async (c) => {
    const person = await store.findPerson(c.req.param("id"));
    return person === null ? c.json(refusal("NOT_FOUND", "No such person."), 404) : c.json(person);
  });

  routes.delete("/people/:id", async (c) => {
    const deleted = await store.deletePerson(c.req.param("id"));
    return deleted ? c.body(null, 204) : c.json(refusal("NOT_FOUND", "No such person."), 404);
  });

  routes.post("/sessions", async (c) => {
    const parsed = signInSchema.safeParse(await c.req.json().catch(() => null));
    if (!parsed.success) {
      return c.json(refusal("INVALID_INPUT", "Enter an e-mail address, such as ada@larkfield.example."), 422);
    }
    const { email, name } = parsed.data;
    try {
      await limiter.consume(email);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      c.header("retry-after", String(Math.ceil(error.msBeforeNext / 1000)));
      return c.json(refusal("RATE_LIMITED", "Too many sign-ins for this address: wait a minute."), 429);
    }
    const { person, isNew } = await store.signInOrUp(email, name ?? computeNameFromEmail(email));
    const issuedAt = new Date();
    const expiresAt = new Date(issuedAt.getTime() + TOKEN_LIFE_SECONDS * 1000);
    const sessionId = await store.createSession(person.id, expiresAt);
    const { issuer, appUrl } = options;
    const token = await signer.sign({ issuer, appUrl, personId: person.id, sessionId, issuedAt });
    return c.json({ token, sessionId, expiresAt: expiresAt.toISOString(), person, isNew }, isNew ? 201 : 200);
  });

  routes.get("/sessions", async (c) => {
    const personId = c.req.query("personId");
    if (personId === undefined) return c.json(refusal("INVALID_INPUT", "Add ?personId=."), 422);
    return c.json({ sessions: await store.listSessions(personId) });
  });

  routes.delete("/sessions", async (c) => {
    const personId = c.req.query("personId");
    if (personId === undefined) return c.json(refusal("INVALID_INPUT", "Add ?personId=."), 422);
    return c.json({ revoked: await store.revokeAllSessions(personId) });
  });

  routes.get("/sessions/:id", async (c) => {
    const session = await store.findSession(c.req.param("id"));
    return session === null ? c.json(refusal("NOT_FOUND", "No such session."), 404) : c.json(session);
  });

  routes.delete("/sessions/:id", async (c) => {
    const revoked = await store.revokeSession(c.req.param("id"));
    return revoked ? c.body(null, 204) : c.json(refusal("NOT_FOUND", "No such session."), 404);
  });

  routes.onError((error, c) => {
    console.error(error);
    return c.json(refusal("INTERNAL", "The local identity failed: see its log."), 500);
  });

  return routes;
}
