import { verifyWebhook } from "@clerk/backend/webhooks";

/** A delivery as it came: the signature is over its bytes. */
export interface Delivery {
  readonly rawBody: Buffer;
  readonly headers: Headers;
}

const SIGNED_HEADERS = ["svix-id", "svix-timestamp", "svix-signature"] as const;

/**
 * Checks a delivery by Clerk's own code against every secret of the endpoint: two are valid while one is being
 * rotated. Returns why it is not valid, or null when it is.
 */
export async function findDeliveryFault(
  { rawBody, headers }: Delivery,
  secrets: readonly string[],
): Promise<string | null> {
  if (secrets.length === 0) return "No signing secret is set.";
  const missing = SIGNED_HEADERS.find((name) => !headers.get(name)?.trim());
  if (missing) return `The ${missing} header is missing.`;
  const faults: string[] = [];
  for (const signingSecret of secrets) {
    const request = new Request("http://localhost/", {
      method: "POST",
      headers,
      body: new Uint8Array(rawBody),
    });
    const fault = await verifyWebhook(request, { signingSecret }).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (fault === null) return null;
    faults.push(fault);
  }
  // The secret that fits says more than those that do not.
  return faults.some((fault) => /timestamp|headers/i.test(fault))
    ? "The signature is too old, of the future, or no time can be read from it."
    : "The signature does not match the body.";
}
