import { createHash, createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from "node:crypto";
import { SignJWT } from "jose";

/** The signing key and what others need to check its signatures. */
export class TokenSigner {
  readonly #privateKey: KeyObject;
  readonly #keyId: string;
  readonly #publicJwk: JsonWebKey;

  /** @param privateKeyPem RSA key, PKCS#8 PEM. */
  constructor(privateKeyPem: string) {
    this.#privateKey = createPrivateKey(privateKeyPem);
    this.#publicJwk = createPublicKey(this.#privateKey).export({ format: "jwk" });
    const fingerprint = createHash("sha256").update(JSON.stringify(this.#publicJwk)).digest("base64url");
    this.#keyId = `ins_${fingerprint.slice(0, 27)}`;
  }

  jwks(): { keys: JsonWebKey[] } {
    return { keys: [{ ...this.#publicJwk, kid: this.#keyId, use: "sig", alg: "RS256" }] };
  }

  /** Signs a session token with Clerk's version 2 claims, so that Clerk's own `verifyToken` accepts it. */
  sign(claims: {
    issuer: string;
    appUrl: string;
    personId: string;
    sessionId: string;
    issuedAt: Date;
    expiresAt: Date;
    /** When the person last proved who they are. */
    verifiedAt: Date;
  }): Promise<string> {
    const issuedAt = Math.floor(claims.issuedAt.getTime() / 1000);
    const verifiedAgo = Math.floor((claims.issuedAt.getTime() - claims.verifiedAt.getTime()) / 60_000);
    return new SignJWT({
      v: 2,
      sid: claims.sessionId,
      azp: claims.appUrl,
      sts: "active",
      // Minutes since each factor was checked; a second one never is.
      fva: [Math.max(0, verifiedAgo), -1],
    })
      .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: this.#keyId })
      .setIssuer(claims.issuer)
      .setSubject(claims.personId)
      .setIssuedAt(issuedAt)
      .setNotBefore(issuedAt)
      .setExpirationTime(Math.floor(claims.expiresAt.getTime() / 1000))
      .sign(this.#privateKey);
  }
}
