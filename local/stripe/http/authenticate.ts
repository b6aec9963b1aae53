import { timingSafeEqual } from "node:crypto";
import { StripeError } from "./stripe-error";

/** Checks the secret key of a request: bearer, or basic with the key as user name, as Stripe takes it. */
export function authenticate(header: string | undefined, apiKey: string): void {
  const given = readKey(header);
  if (!given)
    throw new StripeError(
      401,
      "invalid_request_error",
      undefined,
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  const a = Buffer.from(given);
  const b = Buffer.from(apiKey);
  if (a.length === b.length && timingSafeEqual(a, b)) return;
  if (given.startsWith("pk_"))
    throw new StripeError(
      403,
      "invalid_request_error",
      "secret_key_required",
      "This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.",
    );
  const masked =
    given.length > 12 ? `${given.slice(0, 8)}${"*".repeat(given.length - 12)}${given.slice(-4)}` : given;
  throw new StripeError(401, "invalid_request_error", undefined, `Invalid API Key provided: ${masked}`);
}

function readKey(header: string | undefined): string | undefined {
  const [scheme, value] = (header ?? "").split(" ", 2);
  if (!value) return undefined;
  if (scheme?.toLowerCase() === "bearer") return value;
  if (scheme?.toLowerCase() === "basic") return Buffer.from(value, "base64").toString().split(":", 1)[0];
  return undefined;
}
