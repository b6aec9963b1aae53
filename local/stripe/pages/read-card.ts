import { isCardNumber } from "../objects/payment-method/test-cards";
import type { CheckoutForm } from "./checkout-page";
import type { Problem } from "./form-parts";

export type CardReading =
  | { ok: true; card: { number: string; expMonth: number; expYear: number } }
  | { ok: false; problem: Problem };

/** A card from a form, or the sentence that says what is wrong with it, and in which field. */
export function readCard(form: Pick<CheckoutForm, "number" | "expiry" | "cvc">): CardReading {
  const wrong = (field: string, message: string): CardReading => ({ ok: false, problem: { field, message } });
  const number = form.number.replace(/[\s-]/g, "");
  if (!number) return wrong("number", "Enter the card number.");
  if (!isCardNumber(number)) return wrong("number", "Your card number is incorrect.");
  const match = /^\s*(\d{1,2})\s*\/?\s*(\d{2}|\d{4})\s*$/.exec(form.expiry);
  if (!match) return wrong("expiry", "Enter the expiry date as MM / YY.");
  const month = Number(match[1]);
  const year = Number(match[2]) + (match[2]?.length === 2 ? 2000 : 0);
  if (month < 1 || month > 12) return wrong("expiry", "Your card's expiration month is invalid.");
  const today = new Date();
  if (year < today.getUTCFullYear() || (year === today.getUTCFullYear() && month < today.getUTCMonth() + 1))
    return wrong("expiry", "Your card's expiration date is in the past.");
  if (!/^\d{3,4}$/.test(form.cvc.trim())) return wrong("cvc", "Your card's security code is incomplete.");
  return { ok: true, card: { number, expMonth: month, expYear: year } };
}
