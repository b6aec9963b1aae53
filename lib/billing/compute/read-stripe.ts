/** Stripe writes instants as Unix seconds. */
export const toDate = (seconds: number): Date => new Date(seconds * 1000);

export const toDateOrNull = (seconds: number | null | undefined): Date | null =>
  seconds === null || seconds === undefined ? null : toDate(seconds);

/** The id of a field that is an id, or the whole object where the call expanded it. */
export function idOf(reference: string | { readonly id: string } | null | undefined): string | null {
  if (!reference) return null;
  return typeof reference === "string" ? reference : reference.id;
}
