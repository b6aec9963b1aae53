import { z } from "zod";
import { env } from "@/lib/platform/env";
import { DomainError, notFound, providerUnavailable, rateLimited, refused } from "@/lib/platform/errors";
import { guard } from "@/lib/platform/resilience";

const refusal = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/**
 * Calls the local identity. Null for an answer without content, and where a GET finds nothing.
 *
 * @throws DomainError with the identity's own words where it refuses
 */
export async function callIdentity(method: string, path: string, body?: object): Promise<unknown> {
  const { identity } = env();
  if (identity.mode !== "local") throw new Error("The local identity is not in use.");
  const call = guard({
    service: "Identity",
    timeoutMs: 5_000,
    retries: 2,
    isOutage: (error) => !(error instanceof DomainError),
  });
  return call.run(async (signal) => {
    const response = await fetch(`${identity.url}${path}`, {
      method,
      signal,
      headers: { authorization: `Bearer ${identity.secret}`, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (response.status === 204 || (method === "GET" && response.status === 404)) return null;
    if (response.ok) return response.json();
    throw refusalOf(response, await response.text());
  });
}

function refusalOf(response: Response, said: string): DomainError {
  if (response.status === 404) return notFound("The person or session");
  const parsed = readRefusal(said);
  if (response.status === 422 && parsed) return refused(parsed.code, parsed.message);
  if (response.status === 429) {
    const seconds = Number(response.headers.get("retry-after") ?? 60);
    return rateLimited(parsed?.message ?? "Too many tries: wait a minute.", seconds);
  }
  return providerUnavailable(`The local identity answered ${response.status}: ${said}`);
}

function readRefusal(said: string): { readonly code: string; readonly message: string } | null {
  try {
    return refusal.parse(JSON.parse(said)).error;
  } catch {
    // Whatever else it said goes into the message as it is.
    return null;
  }
}
