import type { World } from "../world";

export interface Call<P> {
  world: World;
  params: P;
  /** The id of the path, the last one where there are two. */
  id: string;
  ids: string[];
}

export interface Operation {
  method: "GET" | "POST" | "DELETE";
  /** As in the contract: `/v1/customers/{id}`. */
  path: string;
  /** Top-level parameters that are understood. One of Stripe's that is not among them is refused by name. */
  supports: readonly string[];
  run: (call: Call<never>) => unknown;
}

const PAGE = ["limit", "starting_after", "ending_before", "created"] as const;

/** Declares how one call of Stripe's API is answered. `P` is the SDK's own type of its parameters. */
export function operation<P extends object>(
  method: Operation["method"],
  path: string,
  supports: readonly (keyof P & string)[],
  run: (call: Call<P>) => unknown,
): Operation {
  return { method, path, supports, run: run as Operation["run"] };
}

/** A list: understands cursors, `limit` and `created` beside its own filters. */
export function listOperation<P extends object>(
  path: string,
  filters: readonly (keyof P & string)[],
  run: (call: Call<P>) => unknown,
): Operation {
  return { method: "GET", path, supports: [...PAGE, ...filters], run: run as Operation["run"] };
}
