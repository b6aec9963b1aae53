/** A text parameter: `""` unsets it, absence leaves the current value. */
export function textOr<T>(given: string | null | undefined, current: T): string | null | T {
  if (given === undefined) return current;
  return given === "" || given === null ? null : given;
}
