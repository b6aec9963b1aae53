import { signPayload } from "./sign-payload";

const TIMEOUT_MS = 20_000;

/** What became of one attempt: the endpoint's status, or why there is none. */
export interface SendOutcome {
  status: number | null;
  error: string | null;
}

/** Posts one signed event. Never throws: what goes wrong is the outcome. */
export async function sendEvent(
  url: string,
  payload: string,
  secrets: readonly string[],
): Promise<SendOutcome> {
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json; charset=utf-8",
        "stripe-signature": signPayload(payload, secrets),
        "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
      },
      body: payload,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await answer.arrayBuffer();
    return { status: answer.status, error: null };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : "";
    return {
      status: null,
      error: `${error instanceof Error ? error.message : error}${cause ? `: ${cause}` : ""}`,
    };
  }
}
