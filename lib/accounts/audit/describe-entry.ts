import { auditActions } from "./actions";
import type { Fields } from "./clean-fields";
import type { ActionWords } from "./words/types";

/** The words of a stored action; null for one that this version does not know. */
export const findActionWords = (action: string): ActionWords | null =>
  Object.hasOwn(auditActions, action)
    ? ((auditActions as Readonly<Record<string, ActionWords>>)[action] ?? null)
    : null;

/** Every action with its words. */
export const listActionWords = (): readonly (ActionWords & { readonly action: string })[] =>
  Object.entries<ActionWords>(auditActions).map(([action, words]) => ({ action, ...words }));

/** What a sentence is made from. */
export interface EntryFacts {
  readonly action: string;
  readonly actor: Named;
  readonly target: Named;
  readonly before: Fields | null;
  readonly after: Fields | null;
}

export interface Named {
  readonly kind: string;
  readonly id: string;
  /** Null when nobody knows it by a name, or no longer. */
  readonly name: string | null;
}

export interface Wording {
  /** Who reads: is spoken to as "you". */
  readonly viewerId: string | null;
  /** Name of a person by id. */
  readonly personName: (id: string) => string | null;
  /** An instant as a date, and as a date with its time. */
  readonly formatDate: (iso: string) => string;
  readonly formatTime: (iso: string) => string;
  /** Minor units of a currency. */
  readonly formatMoney: (amountMinor: number, currency: string) => string;
}

const PLACEHOLDER = /\{([^{}]+)\}/g;

/**
 * An entry in plain words. The fuller sentence is said when the entry holds everything that it names; an action
 * that this version does not know is named as it is stored.
 *
 * Placeholders: `{actor}`; `{target}` and `{target's}`; `{before.x}` and `{after.x}`, which may be followed by how
 * they are written: `:words`, `:count`, `:date`, `:time`, `:money` or `:person`.
 */
export function describeEntry(entry: EntryFacts, wording: Wording): string {
  const words = findActionWords(entry.action);
  if (!words) return `${nameActor(entry.actor, wording)}: ${entry.action}`;
  const full = words.detail && fill(words.detail, entry, wording);
  return full || (fill(words.sentence, entry, wording, entry.target.id) ?? words.label);
}

/** The template with its placeholders filled; null when one has no value and there is no `otherwise`. */
function fill(template: string, entry: EntryFacts, wording: Wording, otherwise?: string): string | null {
  let isComplete = true;
  const text = template.replace(PLACEHOLDER, (_match, placeholder: string) => {
    const value = resolve(placeholder, entry, wording) ?? otherwise;
    if (value === undefined) isComplete = false;
    return value ?? "";
  });
  return isComplete ? text.charAt(0).toUpperCase() + text.slice(1) : null;
}

function resolve(placeholder: string, entry: EntryFacts, wording: Wording): string | null {
  if (placeholder === "actor") return nameActor(entry.actor, wording);
  if (placeholder === "target") return nameTarget(entry, wording);
  if (placeholder === "target's") return nameOwner(entry, wording);
  const [path = "", form = "plain"] = placeholder.split(":");
  const [side = "", field = ""] = path.split(".");
  const fields = side === "before" ? entry.before : entry.after;
  return write(fields?.[field], form, wording);
}

const actorKinds: Readonly<Record<string, string>> = {
  api_key: "an API key",
  job: "a background job",
  system: "Meterhouse",
};

const providers: Readonly<Record<string, string>> = { stripe: "Stripe", clerk: "Clerk" };

/** Who acted, as the subject of a sentence. */
export function nameActor(actor: Named, { viewerId }: Pick<Wording, "viewerId">): string {
  switch (actor.kind) {
    case "person":
      return actor.id === viewerId ? "you" : (actor.name ?? FORMER_MEMBER);
    case "api_key":
      return actor.name === null ? "an API key" : `the API key ${actor.name}`;
    case "webhook":
      return providers[actor.id.split(":", 1)[0] ?? ""] ?? "a webhook";
    default:
      return actorKinds[actor.kind] ?? actor.kind;
  }
}

/** What a person is called whose name is no longer known here. */
export const FORMER_MEMBER = "Former member";

function nameTarget({ target, before, after, actor }: EntryFacts, { viewerId }: Wording): string | null {
  if (target.kind === "person") {
    if (target.id === viewerId) return actor.id === viewerId ? "yourself" : "you";
    return target.name ?? FORMER_MEMBER;
  }
  const known = target.name ?? after?.["name"] ?? before?.["name"];
  return typeof known === "string" ? known : null;
}

function nameOwner({ target, actor }: EntryFacts, { viewerId }: Wording): string {
  if (target.id === viewerId) return "your";
  if (target.id === actor.id) return "their own";
  const name = target.name ?? FORMER_MEMBER;
  return `${name}’s`;
}

function write(value: unknown, form: string, wording: Wording): string | null {
  if (value === null || value === undefined) return null;
  switch (form) {
    case "words":
      return typeof value === "string" ? toWords(value) : null;
    case "count":
      return typeof value === "number" ? value.toLocaleString("en-US") : null;
    case "date":
      return typeof value === "string" ? wording.formatDate(value) : null;
    case "time":
      return typeof value === "string" ? wording.formatTime(value) : null;
    case "person":
      return typeof value === "string" ? (wording.personName(value) ?? FORMER_MEMBER) : null;
    case "money":
      return isMoney(value) ? wording.formatMoney(value.amountCents, value.currency) : null;
    default:
      return typeof value === "string" || typeof value === "number" ? String(value) : null;
  }
}

/** `pro_monthly` as "Pro monthly". */
function toWords(key: string): string {
  const words = key.replaceAll(/[_-]+/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const isMoney = (value: unknown): value is { amountCents: number; currency: string } =>
  typeof value === "object" &&
  value !== null &&
  typeof (value as Record<string, unknown>)["amountCents"] === "number" &&
  typeof (value as Record<string, unknown>)["currency"] === "string";
