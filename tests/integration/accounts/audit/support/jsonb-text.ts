/**
 * JSON as Postgres writes a jsonb value, from the value alone: keys by their length in bytes and then by their
 * bytes, a blank after each comma and colon, numbers written out. README.md of the audit log defines it so; this
 * is that definition a second time, independent of the database.
 */
export function jsonbText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonbText).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).toSorted(([left], [right]) => compareKeys(left, right));
    return `{${entries.map(([key, each]) => `${JSON.stringify(key)}: ${jsonbText(each)}`).join(", ")}}`;
  }
  return typeof value === "number" ? writeOut(JSON.stringify(value)) : JSON.stringify(value);
}

function compareKeys(left: string, right: string): number {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length - other.length || Buffer.compare(one, other);
}

/** `1.5e-7` as `0.00000015`. */
function writeOut(number: string): string {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(number) ?? [];
  const shift = Number(exponent);
  const digits = whole + fraction;
  const point = whole.length + shift;
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits + "0".repeat(point - digits.length);
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
