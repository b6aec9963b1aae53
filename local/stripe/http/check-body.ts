import { invalidRequest, StripeError } from "./stripe-error";

/** Far above any form the API takes. */
const MAX_BODY_BYTES = 1_048_576;

/**
 * What the body of a call must be before anything in it is read: a form, well encoded, of reasonable size.
 *
 * @throws 400 for JSON and other content, 413 for too much of it, in Stripe's envelope
 */
export function checkBody(contentType: string | undefined, query: string, body: string): void {
  if (body.length > MAX_BODY_BYTES)
    throw new StripeError(413, "invalid_request_error", undefined, "The request is too large.");
  const type = contentType?.split(";", 1)[0]?.trim().toLowerCase();
  if (body !== "" && type === "application/json") throw notAForm();
  if (body !== "" && type && type !== "application/x-www-form-urlencoded")
    throw invalidRequest(
      `Invalid request: unsupported Content-Type ${contentType}. If error persists and you need assistance, please contact support@stripe.com.`,
    );
  if (!isWellEncoded(query) || !isWellEncoded(body)) throw notAForm();
}

/** Every percent sign begins a byte, and the bytes are UTF-8. */
function isWellEncoded(form: string): boolean {
  if (!form.includes("%")) return true;
  try {
    decodeURIComponent(form);
    return true;
  } catch {
    // the only thing it throws is URIError, which is the answer
    return false;
  }
}

function notAForm(): StripeError {
  return invalidRequest(
    "Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any questions, we can help at https://support.stripe.com/.",
  );
}
