import { createMiddleware } from "hono/factory";
import { hashSigningKey, isSameSecret } from "../protocol/keys";
import { respondError } from "./respond";

/** Lets only those through who know the signing key: the SDK sends its hash as a bearer token. */
export function requireSigningKey(signingKey: string) {
  const hashed = hashSigningKey(signingKey);
  return createMiddleware(async (c, next) => {
    const token = /^Bearer (.+)$/i.exec(c.req.header("authorization") ?? "")?.[1] ?? "";
    // The hosted REST API takes the key itself, the SDK sends its hash.
    if (!isSameSecret(token, hashed) && !isSameSecret(token, signingKey)) {
      return respondError(c, 401, "Unauthorized: send the signing key as a bearer token");
    }
    await next();
  });
}
