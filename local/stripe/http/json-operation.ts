import type { World } from "../world";

export interface CallV2 {
  world: World;
  /** The id of the path. */
  id: string;
  query: URLSearchParams;
  /** Parsed JSON, not yet checked. */
  body: unknown;
}

/** One call of API v2: JSON in and out. Its body is checked by the operation, with zod. */
export interface OperationV2 {
  method: "GET" | "POST";
  path: RegExp;
  /** What the bearer token must be: the secret key unless said otherwise. */
  authenticatedBy?: "meter_session";
  run: (call: CallV2) => object;
}
