import { closeDispute } from "../objects/dispute/close-dispute";
import { createPrice } from "../objects/price/create-price";
import type { Price } from "../state/records";
import type { World } from "../world";
import { dealStories, type Story } from "./deal-stories";
import type { SeedWish } from "./demo-sets";
import { createRandom, pick } from "./random";
import { dispute, join, leave, owe, type Person, refund, stopPaying, subscribe } from "./seed-acts";

/** What has been made so far. */
export type Made = Record<"customers" | "subscriptions" | "refunds" | "disputes", number>;

/** One thing that happens to a seeded customer, at its time. */
export interface SeedAct {
  /** Unix seconds. */
  at: number;
  run: (made: Made) => void;
}

/** One customer as planned; the ids come when it is made. */
interface Life {
  person: Person;
  price: string;
  joinsAt: number;
  customer: string;
  subscription: string;
}

const DAY = 86_400;
const FIRST = ["Ada", "Bo", "Chen", "Dara", "Elif", "Femi", "Grace", "Hugo", "Ines", "Jun", "Kofi", "Lena"];
const LAST = ["Okafor", "Larkfield", "Menon", "Novak", "Ortiz", "Petrov", "Quist", "Rossi", "Sato", "Tanaka"];
const COUNTRIES = ["US", "US", "US", "GB", "DE", "IN", "FR"];
const REASONS = ["fraudulent", "product_not_received", "subscription_canceled", "duplicate"];
/** How long a bank takes to decide a dispute. */
const DECISION_DAYS = 20;
/** An invoice that is sent and not paid is younger than this: it is open, and not yet due. */
const OWED_FOR_DAYS = 10;
/** What anybody can be charged for, in the least of a currency: below it nothing is collected. */
const LEAST_CHARGE = 100;

/** What happens when, oldest first. The same wish of the same seed makes the same shop. */
export function planSeed(world: World, wish: SeedWish): { acts: SeedAct[]; lives: readonly Life[] } {
  const random = createRandom(wish.seed);
  const now = world.now();
  const prices = recurringPrices(world);
  const stories = dealStories(random, wish.subscriptions);
  const acts: SeedAct[] = [];
  const lives: Life[] = [];
  for (let number = 0; number < wish.customers; number++) {
    const life = planLife(random, wish, number, now, prices);
    lives.push(life);
    acts.push({
      at: life.joinsAt,
      run: (made) => {
        life.customer = join(world, life.person);
        made.customers++;
      },
    });
    const before = Math.floor((number * wish.subscriptions) / wish.customers);
    if (Math.floor(((number + 1) * wish.subscriptions) / wish.customers) === before) continue;
    acts.push({
      at: life.joinsAt,
      run: (made) => {
        life.subscription = subscribe(world, life.customer, life.price);
        made.subscriptions++;
      },
    });
    acts.push(...planStory(world, random, stories[before] ?? "pays", life, now));
  }
  // the sort is stable: a customer comes before their subscription, and that before what becomes of it
  return { acts: acts.sort((a, b) => a.at - b.at), lives };
}

function planLife(
  random: () => number,
  { customers, months }: SeedWish,
  number: number,
  now: number,
  prices: readonly Price[],
): Life {
  const span = months * 30 * DAY;
  const name = `${pick(random, FIRST)} ${pick(random, LAST)}`;
  const after = Math.floor((span * number * 0.97) / customers) + Math.floor(random() * DAY);
  return {
    person: {
      name,
      email: `${name.toLowerCase().replace(" ", ".")}.${number + 1}@example.com`,
      country: pick(random, COUNTRIES),
    },
    price: pick(random, prices).id,
    joinsAt: Math.min(now - span + after, now - 1),
    customer: "",
    subscription: "",
  };
}

function planStory(world: World, random: () => number, story: Story, life: Life, now: number): SeedAct[] {
  const [when, how] = [random(), random()];
  const at = life.joinsAt + Math.floor(when * (now - life.joinsAt));
  switch (story) {
    case "pays":
      return [];
    case "leaves":
      return [{ at, run: () => leave(world, life.subscription) }];
    case "fails":
      return [{ at: life.joinsAt, run: () => stopPaying(world, life.subscription) }];
    case "is_refunded":
      return [
        {
          at,
          run: (made) => {
            if (refund(world, life.customer, how < 0.5)) made.refunds++;
          },
        },
      ];
    case "owes": {
      const sentAt = Math.max(life.joinsAt, now - Math.floor(when * OWED_FOR_DAYS * DAY));
      return [{ at: sentAt, run: () => owe(world, life.customer, 5_000 + Math.floor(how * 20) * 500) }];
    }
    case "disputes":
      return planDispute(world, life, { at, reason: pick(random, REASONS), isWon: how < 0.5 }, now);
  }
}

/** The bank has decided an old dispute; a young one waits for an answer. */
function planDispute(
  world: World,
  life: Life,
  { at, reason, isWon }: { at: number; reason: string; isWon: boolean },
  now: number,
): SeedAct[] {
  let opened: string | null = null;
  const acts: SeedAct[] = [
    {
      at,
      run: (made) => {
        opened = dispute(world, life.customer, reason);
        if (opened) made.disputes++;
      },
    },
  ];
  const decidedAt = at + DECISION_DAYS * DAY;
  if (decidedAt < now)
    acts.push({
      at: decidedAt,
      run: () => {
        if (opened) closeDispute(world, opened, isWon ? "won" : "lost");
      },
    });
  return acts;
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
        (price.unit_amount ?? 0) >= LEAST_CHARGE,
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
