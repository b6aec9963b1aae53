/** The parts of Stripe's error object beyond type, code and message. */
export interface ErrorExtras {
  param?: string | undefined;
  decline_code?: string | undefined;
  advice_code?: string | undefined;
  charge?: string | undefined;
  payment_intent?: object | undefined;
  setup_intent?: object | undefined;
  payment_method?: object | undefined;
}

/** A refusal in Stripe's own envelope. Thrown by verbs, turned into an answer by the dispatcher. */
export class StripeError extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    readonly code: string | undefined,
    message: string,
    readonly extras: ErrorExtras = {},
    /** A declined card leaves its payment intent and charge behind; every other refusal leaves nothing. */
    readonly keepsChanges = false,
  ) {
    super(message);
    this.name = "StripeError";
  }

  /** `{ error: {...} }` as Stripe sends it. */
  toBody(requestId: string): { error: Record<string, unknown> } {
    return {
      error: {
        ...(this.code
          ? {
              code: this.code,
              doc_url: `https://stripe.com/docs/error-codes/${this.code.replaceAll("_", "-")}`,
            }
          : {}),
        message: this.message,
        ...this.extras,
        request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}`,
        type: this.type,
      },
    };
  }
}

export function invalidRequest(message: string, param?: string, code?: string): StripeError {
  return new StripeError(400, "invalid_request_error", code, message, param ? { param } : {});
}

/** "No such customer: 'cus_x'": 404 for the object of the path, 400 for one named by a parameter. */
export function noSuch(kind: string, id: string, param = "id", status: 400 | 404 = 404): StripeError {
  return new StripeError(status, "invalid_request_error", "resource_missing", `No such ${kind}: '${id}'`, {
    param,
  });
}

export function missingParam(param: string): StripeError {
  return invalidRequest(`Missing required param: ${param}.`, param, "parameter_missing");
}

/** What Stripe could do and this simulator cannot: said plainly rather than passed over in silence. */
export function notSupported(what: string, param?: string): StripeError {
  return invalidRequest(`The local Stripe does not support ${what}.`, param, "local_stripe_unsupported");
}
