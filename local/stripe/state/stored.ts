import type { Stripe } from "stripe";

type Resource = { id: string; object: string };

/** `string | Customer | null` is `string | null` at rest: what can be expanded is kept as an id. */
type Collapsed<T> = string extends T ? Exclude<T, Resource> : T;

/**
 * One of the SDK's object types as it is kept and sent: expandable fields are ids, decimals are strings. Every object
 * the simulator builds has this type, so the compiler refuses a field that is missing or gone.
 */
export type Stored<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends Stripe.Decimal
    ? string
    : T extends (infer Item)[]
      ? Stored<Collapsed<Item>>[]
      : T extends object
        ? { [Key in keyof T]: Stored<Collapsed<T[Key]>> }
        : T;
