import { isDeepStrictEqual } from "node:util";

export type Fields = Readonly<Record<string, unknown>>;

/** Stands where a value must not be kept. */
export const HIDDEN = "[hidden]";

/** Field names, in whichever spelling, whose values are secrets or tell a person. */
const HIDDEN_NAMES = new Set([
  "address",
  "authorization",
  "contact",
  "cookie",
  "email",
  "fingerprint",
  "hash",
  "last4",
  "password",
  "pepper",
  "phone",
  "secret",
  "signature",
  "token",
]);

/** Secrets and addresses inside a text, such as a key's name that somebody pasted the key into. */
const HIDDEN_TEXT = new RegExp(
  [
    String.raw`[^\s@<>,;:"']+@[^\s@<>,;:"']+\.[^\s@<>,;:"']+`,
    String.raw`\b(?:mh_live|mh_test|sk_live|sk_test|rk_live|rk_test|pk_live|pk_test|whsec|sb_secret)_[\w-]{4,}`,
    String.raw`\bsignkey-[\w-]{4,}`,
    String.raw`\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*`,
    String.raw`-----BEGIN [A-Z ]+-----[\s\S]*`,
  ].join("|"),
  "g",
);

export const hideText = (text: string): string => text.replace(HIDDEN_TEXT, HIDDEN);

/**
 * What of a change is kept: the fields that differ, as plain JSON, without secrets and without what tells a
 * person. The log can never be changed afterwards, so this is no matter of display.
 */
export function cleanFields(before: Fields | undefined, after: Fields | undefined): CleanFields {
  const was = before && toJson(before);
  const is = after && toJson(after);
  if (!was || !is) return { before: was ? hide(was) : null, after: is ? hide(is) : null };
  const same = (name: string): boolean =>
    Object.hasOwn(was, name) && Object.hasOwn(is, name) && isDeepStrictEqual(was[name], is[name]);
  const differing = (fields: Fields): Fields =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => !same(name)));
  return { before: hide(differing(was)), after: hide(differing(is)) };
}

export interface CleanFields {
  readonly before: Fields | null;
  readonly after: Fields | null;
}

/** Instants become text and undefined fields go, as they would on the way to the database. */
const toJson = (fields: Fields): Fields => JSON.parse(JSON.stringify(fields)) as Fields;

const hide = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      isHiddenName(name) ? hideWhole(value) : hideIn(value),
    ]),
  );

/** An absent value tells nothing, and that it was absent is worth knowing. */
const hideWhole = (value: unknown): unknown => (value === null || value === "" ? value : HIDDEN);

function hideIn(value: unknown): unknown {
  if (typeof value === "string") return hideText(value);
  if (Array.isArray(value)) return value.map(hideIn);
  return typeof value === "object" && value !== null ? hide(value as Fields) : value;
}

/** True when one of the name's words is a secret's: `keyHash`, `billing_email`, `newToken`. */
const isHiddenName = (name: string): boolean =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .some((word) => HIDDEN_NAMES.has(word));
