import type { Context, Hono } from "hono";
import { z } from "zod";
import { refusal } from "./refusal";
import type { IdentityOptions } from "./routes";
import type { Session } from "./store";

export const SESSION_LIFE_SECONDS = 12 * 60 * 60;

const email = z.string().trim().toLowerCase().max(254).pipe(z.email());
const use = {
  userAgent: z.string().max(500).nullable().default(null),
  ip: z.string().max(45).nullable().default(null),
};
const signInSchema = z.strictObject({
  email,
  name: z.string().trim().min(1).max(100).optional(),
  ...use,
});
const useSchema = z.strictObject(use);
const proofSchema = z.strictObject({ email });

/** `mei.tanaka@x.example` signs up without a name as "Mei Tanaka". */
export function computeNameFromEmail(address: string): string {
  const words = (address.split("@", 1)[0] ?? "").split(/[^a-z0-9]+/i).filter((word) => word !== "");
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ");
  return name === "" ? address : name;
}

/** Counts tries for a key; a refusal once there were too many, else null. */
type Limit = (c: Context, key: string) => Promise<Response | null>;

/** Signing in, proving again who one is, and ending sessions. */
export function addSessionRoutes(
  routes: Hono,
  { store, signer, issuer, appUrl }: IdentityOptions,
  limits: Readonly<Record<"signIns" | "proofs", Limit>>,
): void {
  const sign = ({ id, personId, expiresAt, verifiedAt }: Session, issuedAt = new Date()): Promise<string> =>
    signer.sign({ issuer, appUrl, personId, sessionId: id, issuedAt, expiresAt, verifiedAt });

  routes.post("/sessions", async (c) => {
    const parsed = signInSchema.safeParse(await c.req.json().catch(() => null));
    if (!parsed.success) {
      return refusal(c, 422, "INVALID_INPUT", "Enter an e-mail address, such as ada@larkfield.example.");
    }
    const { email: address, name, ...from } = parsed.data;
    const refused = await limits.signIns(c, address);
    if (refused) return refused;
    const { person, isNew } = await store.signInOrUp(address, name ?? computeNameFromEmail(address));
    // The token's life is counted from here, however long storing takes.
    const startsAt = new Date();
    const expiresAt = new Date(startsAt.getTime() + SESSION_LIFE_SECONDS * 1000);
    const session = await store.createSession(person.id, expiresAt, from);
    const token = await sign(session, startsAt);
    return c.json({ token, sessionId: session.id, expiresAt, person, isNew }, isNew ? 201 : 200);
  });

  routes.get("/sessions", async (c) => {
    const personId = c.req.query("personId");
    if (personId === undefined) return refusal(c, 422, "INVALID_INPUT", "Add ?personId=.");
    return c.json({ sessions: await store.listSessions(personId) });
  });

  routes.delete("/sessions", async (c) => {
    const personId = c.req.query("personId");
    if (personId === undefined) return refusal(c, 422, "INVALID_INPUT", "Add ?personId=.");
    return c.json({ revoked: await store.revokeAllSessions(personId) });
  });

  routes.get("/sessions/:id", async (c) => {
    const session = await store.findSession(c.req.param("id"));
    return session === null ? noSession(c) : c.json(session);
  });

  routes.post("/sessions/:id/activity", async (c) => {
    const parsed = useSchema.safeParse(await c.req.json().catch(() => null));
    if (!parsed.success) return refusal(c, 422, "INVALID_INPUT", "Send userAgent and ip, or null.");
    const session = await store.noteUse(c.req.param("id"), parsed.data);
    return session === null ? noSession(c) : c.json(session);
  });

  // There are no passwords here: knowing the address again stands in for proving who one is.
  routes.post("/sessions/:id/verify", async (c) => {
    const id = c.req.param("id");
    const refused = await limits.proofs(c, id);
    if (refused) return refused;
    const session = await store.findSession(id);
    const person = session?.status === "active" ? await store.findPerson(session.personId) : null;
    if (!person) return noSession(c);
    const proof = proofSchema.safeParse(await c.req.json().catch(() => null));
    if (!proof.success || proof.data.email !== person.email) {
      return refusal(c, 422, "WRONG_ADDRESS", "That is not the address you signed in with.");
    }
    const verified = await store.verifySession(id);
    if (!verified) return noSession(c);
    const { expiresAt, verifiedAt } = verified;
    return c.json({ token: await sign(verified), expiresAt, verifiedAt });
  });

  routes.delete("/sessions/:id", async (c) => {
    const revoked = await store.revokeSession(c.req.param("id"));
    return revoked ? c.body(null, 204) : noSession(c);
  });
}

const noSession = (c: Context): Response => refusal(c, 404, "NOT_FOUND", "No such session.");
