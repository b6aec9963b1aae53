/**
 * One value of a page's query, as text to search by. Addresses are typed by hand: what is given twice, or not at all,
 * is nothing, and the character nul, which no text of ours holds and no query of the database takes, is left out.
 */
export function readQuery(value: unknown): string {
  return typeof value === "string" ? value.replaceAll("\0", "").trim() : "";
}
