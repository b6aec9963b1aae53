import { createCustomer } from "../objects/customer/create-customer";
import { attachUnchecked } from "../objects/payment-method/attach-payment-method";
import { createCard, expiryYear } from "../objects/payment-method/create-payment-method";
import { createPrice } from "../objects/price/create-price";
import { createSubscription } from "../objects/subscription/create-subscription";
import { subscriptionIsOver } from "../objects/subscription/subscription-status";
import { updateSubscription } from "../objects/subscription/update-subscription";
import type { Price } from "../state/records";
import type { World } from "../world";
import type { SeedWish } from "./demo-sets";
import { createRandom, pick } from "./random";

/** One thing that happens to a seeded customer, at its time. */
export interface SeedAct {
  /** Unix seconds. */
  at: number;
  makes: "customers" | "subscriptions" | null;
  run: () => void;
}

const DAY = 86_400;
const FIRST = ["Ada", "Bo", "Chen", "Dara", "Elif", "Femi", "Grace", "Hugo", "Ines", "Jun", "Kofi", "Lena"];
const LAST = ["Okafor", "Larkfield", "Menon", "Novak", "Ortiz", "Petrov", "Quist", "Rossi", "Sato", "Tanaka"];
const COUNTRIES = ["US", "US", "US", "GB", "DE", "IN", "FR"];
/** A twentieth of the cards stop paying after the first month; a sixth of the subscribers leave. */
const FAILING_SHARE = 0.05;
const LEAVING_SHARE = 0.16;
const FAILING_CARD = "4000000000000341";

/** What happens when, oldest first. The same wish makes the same shop. */
export function planSeed(world: World, wish: SeedWish): SeedAct[] {
  const random = createRandom(wish.customers * 31 + wish.months);
  const now = world.now();
  const span = wish.months * 30 * DAY;
  const prices = recurringPrices(world);
  const acts: SeedAct[] = [];
  for (let number = 0; number < wish.customers; number++) {
    const joined =
      now - Math.floor(span * (1 - (number * 0.97) / wish.customers)) + Math.floor(random() * DAY);
    const at = Math.min(joined, now - 1);
    const person = {
      name: `${pick(random, FIRST)} ${pick(random, LAST)}`,
      country: pick(random, COUNTRIES),
      price: pick(random, prices),
      isFailing: random() < FAILING_SHARE,
      leavesAfter: random() < LEAVING_SHARE ? Math.floor(random() * span) : null,
    };
    const subscribes =
      Math.floor(((number + 1) * wish.subscriptions) / wish.customers) >
      Math.floor((number * wish.subscriptions) / wish.customers);
    let customer = "";
    let subscription = "";
    acts.push({
      at,
      makes: "customers",
      run: () => {
        const email = `${person.name.toLowerCase().replace(" ", ".")}.${number + 1}@example.com`;
        customer = createCustomer(world, {
          name: person.name,
          email,
          address: { country: person.country },
          metadata: { seeded: "true" },
        }).id;
      },
    });
    if (!subscribes) continue;
    acts.push({
      at,
      makes: "subscriptions",
      run: () => {
        subscription = subscribe(world, customer, person.price.id, "4242424242424242");
        if (person.isFailing) changeCard(world, subscription, FAILING_CARD);
      },
    });
    const leavesAt = person.leavesAfter === null ? null : at + person.leavesAfter;
    if (leavesAt === null || leavesAt >= now) continue;
    acts.push({
      at: leavesAt,
      makes: null,
      run: () => {
        if (subscriptionIsOver(world.state.subscriptions.get(subscription))) return;
        updateSubscription(world, subscription, { cancel_at_period_end: true });
      },
    });
  }
  // the sort is stable: a customer comes before their subscription
  return acts.sort((a, b) => a.at - b.at);
}

function subscribe(world: World, customer: string, price: string, number: string): string {
  const card = saveCard(world, customer, number);
  const { currency } = world.state.prices.get(price);
  return createSubscription(world, {
    customer,
    currency,
    items: [{ price }],
    default_payment_method: card,
    metadata: { seeded: "true" },
  }).subscription.id;
}

function changeCard(world: World, id: string, number: string): void {
  const { customer } = world.state.subscriptions.get(id);
  updateSubscription(world, id, { default_payment_method: saveCard(world, customer, number) });
}

function saveCard(world: World, customer: string, number: string): string {
  const { id } = createCard(world, { number, expMonth: 12, expYear: expiryYear() });
  return attachUnchecked(world, id, customer).id;
}

/** The prices that are sold here, when they can be bought by anybody; three of our own when there are none. */
function recurringPrices(world: World): Price[] {
  const known = world.state.prices
    .all()
    .filter(
      (price) =>
        price.active &&
        price.billing_scheme === "per_unit" &&
        price.recurring?.usage_type === "licensed" &&
        (price.unit_amount ?? 0) > 0,
    );
  if (known.length > 0) return known;
  return world.transact(() =>
    [
      ["Basic", 900],
      ["Pro", 1_490],
      ["Premium", 2_490],
    ].map(([name, unit_amount]) =>
      createPrice(world, {
        product_data: { name: String(name) },
        currency: "usd",
        unit_amount: Number(unit_amount),
        recurring: { interval: "month" },
      }),
    ),
  );
}
