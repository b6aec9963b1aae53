import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { SignJWT } from "jose";
import { env } from "@/lib/platform/env";

/** Life of a token that the local identity's people read with. One page view needs seconds. */
const TOKEN_LIFE = "5m";

export interface Reader {
  readonly personId: string;
  readonly sessionId: string;
  /** The identity provider's own token; Supabase trusts Clerk as third-party auth. Null with the local identity. */
  readonly providerToken: string | null;
}

/**
 * The door through which a signed-in person reads: supabase-js with that person's own token, so that
 * row-level security decides what comes back. It cannot write.
 */
export function supabaseFor(reader: Reader): SupabaseClient {
  const { url, publishableKey, jwtSecret } = env().supabase;
  return createClient(url, publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    accessToken: async () => reader.providerToken ?? (await signLocalToken(reader, jwtSecret ?? "")),
  });
}

async function signLocalToken(reader: Reader, secret: string): Promise<string> {
  return new SignJWT({ role: "authenticated", sid: reader.sessionId })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setSubject(reader.personId)
    .setIssuedAt()
    .setExpirationTime(TOKEN_LIFE)
    .sign(new TextEncoder().encode(secret));
}
