/** One difference between what was sent and what the contract allows. */
export interface Violation {
  rule: string;
  /** `error`: Stripe would refuse this request or never send this answer. `warning`: suspicious, not certain. */
  severity: "error" | "warning";
  /** JSON pointer. */
  pointer: string;
  message: string;
}
