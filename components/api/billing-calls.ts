import * as z from "zod/mini";
import { callApi } from "./call-api";
import type { CallResult } from "./types";

const urlAnswer = z.object({ url: z.string() });

export type CheckoutRequest = {
  price: string;
  currency: string;
  /** Slug of the account that buys: the plans are shown outside of any account. */
  account: string;
};

/** Opens a checkout and answers where it is. Nothing is charged by opening it. */
export function startCheckout({ account, ...body }: CheckoutRequest): Promise<CallResult<{ url: string }>> {
  return callApi({ method: "POST", path: "/api/billing/checkout", account, body, answer: urlAnswer });
}

/** Opens the provider's portal and answers where it is. */
export function openPortal(request: {
  returnPath: string;
  flow?: string;
}): Promise<CallResult<{ url: string }>> {
  return callApi({ method: "POST", path: "/api/billing/portal", body: request, answer: urlAnswer });
}
