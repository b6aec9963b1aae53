import { readFileSync } from "node:fs";
import { decodeJwt } from "jose";
import { TokenSigner } from "@/local/identity/token";
import { identityKeyPath } from "@/local/start/secrets";
import { stack } from "./stack";

const HOUR_MS = 3_600_000;

/**
 * The token of the same session as if its person had last proved an hour ago who they are: signed by the local
 * identity's own key, so that only its time differs.
 */
export function ageSession(token: string): Promise<string> {
  const { iss = "", sub = "", sid, azp, exp = 0 } = decodeJwt<{ sid: string; azp: string }>(token);
  const signer = new TokenSigner(readFileSync(identityKeyPath(stack.stateDir), "utf8"));
  const issuedAt = new Date();
  return signer.sign({
    issuer: iss,
    appUrl: azp,
    personId: sub,
    sessionId: sid,
    issuedAt,
    expiresAt: new Date(exp * 1_000),
    verifiedAt: new Date(issuedAt.getTime() - HOUR_MS),
  });
}
