/** A row as the REST door gives it, with names and instants as the rest of the code has them. */
export type Row = Readonly<Record<string, unknown>>;

interface Answer {
  readonly data: unknown;
  readonly error: { readonly message: string; readonly code?: string } | null;
}

/** Every instant that Postgres keeps here is a `timestamptz`, and its column's name ends so. */
const INSTANT = /(_at|_start|_end|_until|_anchor)$/;

/**
 * All rows of a query through the people's door.
 *
 * @throws Error with the door's own message
 */
export async function readAll(query: PromiseLike<Answer>): Promise<readonly Row[]> {
  const { data, error } = await query;
  if (error) throw new Error(`The data could not be read: ${error.message} (${error.code ?? "no code"}).`);
  return (data as Record<string, unknown>[]).map(toRow);
}

/** The only row of a query, or null. */
export async function readOne(query: PromiseLike<Answer>): Promise<Row | null> {
  const [row] = await readAll(query);
  return row ?? null;
}

function toRow(columns: Record<string, unknown>): Row {
  return Object.fromEntries(
    Object.entries(columns).map(([name, value]) => [
      name.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase()),
      INSTANT.test(name) && typeof value === "string" ? new Date(value) : value,
    ]),
  );
}
