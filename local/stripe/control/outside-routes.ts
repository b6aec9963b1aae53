import type { Hono } from "hono";
import { z } from "zod";
import type { AppEnv } from "../http/app";
import { taxIdTypeOf } from "../money/tax";
import { completeCheckout } from "../objects/checkout-session/complete-checkout";
import { failCheckoutAuthentication } from "../objects/checkout-session/leave-attempt";
import type { Buyer } from "../objects/checkout-session/read-buyer";
import { closeDispute } from "../objects/dispute/close-dispute";
import { openDispute } from "../objects/dispute/open-dispute";
import { expiryYear } from "../objects/payment-method/create-payment-method";
import { settleRefund } from "../objects/refund/operations";
import { authenticateIntent } from "../pages/intent-routes";
import { type ControlParts, controlCall, Refused } from "./control-call";

/** What buyers, card holders and banks do. */
export function addOutsideRoutes(routes: Hono<AppEnv>, { world }: ControlParts): void {
  controlCall(
    routes,
    "/checkout/:id/complete",
    z.strictObject({
      card: z.string().default("4242424242424242"),
      email: z.string().optional(),
      name: z.string().default("Jenny Rosen"),
      country: z.string().length(2).default("US"),
      authentication: z.enum(["complete", "fail"]).default("complete"),
      debit: z.string().optional(),
      taxId: z.string().optional(),
    }),
    (input, id) => {
      const session = world.state.checkoutSessions.find(id);
      if (!session) throw new Refused(`There is no checkout session ${id}.`);
      const buyer = {
        email: input.email ?? session.customer_details?.email ?? "jenny@example.com",
        name: input.name,
        country: input.country,
        card: input.debit
          ? null
          : { number: input.card.replaceAll(" ", ""), expMonth: 12, expYear: expiryYear() },
        ...(input.debit ? { debit: input.debit } : {}),
        ...(input.taxId ? { taxId: readTaxId(input.country, input.taxId) } : {}),
      };
      const first = completeCheckout(world, id, buyer);
      if (first.state !== "authentication")
        return { ...first, session: world.state.checkoutSessions.get(id) };
      if (input.authentication === "fail") failCheckoutAuthentication(world, id);
      const outcome = input.authentication === "fail" ? first : completeCheckout(world, id, buyer, true);
      return { ...outcome, session: world.state.checkoutSessions.get(id) };
    },
  );
  controlCall(
    routes,
    "/payment_intents/:id/authenticate",
    z.strictObject({ outcome: z.enum(["complete", "fail"]).default("complete") }),
    (input, id) => {
      if (!authenticateIntent(world, id, input.outcome).found)
        throw new Refused(`${id} does not wait for authentication.`);
      return world.state.paymentIntents.find(id) ?? world.state.setupIntents.get(id);
    },
  );
  controlCall(
    routes,
    "/disputes",
    z.strictObject({
      charge: z.string().optional(),
      payment_intent: z.string().optional(),
      reason: z.string().default("fraudulent"),
      amount: z.number().int().positive().optional(),
    }),
    (input) => {
      const charge =
        input.charge ?? world.state.paymentIntents.find(input.payment_intent ?? "")?.latest_charge ?? "";
      if (!world.state.charges.find(charge)?.paid)
        throw new Refused("Name a charge, or a payment intent, that was paid.");
      return world.transact(() =>
        openDispute(world, charge, {
          reason: input.reason,
          ...(input.amount ? { amount: input.amount } : {}),
        }),
      );
    },
  );
  controlCall(
    routes,
    "/disputes/:id/close",
    z.strictObject({ outcome: z.enum(["won", "lost"]) }),
    (input, id) => {
      if (!world.state.disputes.find(id)) throw new Refused(`There is no dispute ${id}.`);
      return world.transact(() => closeDispute(world, id, input.outcome));
    },
  );
  controlCall(
    routes,
    "/refunds/:id/settle",
    z.strictObject({ outcome: z.enum(["succeeded", "failed"]) }),
    (input, id) => world.transact(() => settleRefund(world, id, input.outcome)),
  );
}

function readTaxId(country: string, value: string): NonNullable<Buyer["taxId"]> {
  const type = taxIdTypeOf(country);
  if (!type) throw new Refused(`No kind of tax id is known for ${country}.`);
  return { type: type as NonNullable<Buyer["taxId"]>["type"], value };
}
