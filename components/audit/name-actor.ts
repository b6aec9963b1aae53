import type { AuditEntry } from "./types";

const kinds: Readonly<Record<string, string>> = {
  api_key: "API key",
  job: "Background job",
  webhook: "Webhook",
  system: "Meterhouse",
};
const providers: Readonly<Record<string, string>> = { stripe: "Stripe", clerk: "Clerk" };

/** Who acted, as a table names them. */
export function nameActor({ kind, id, name }: AuditEntry["actor"]): string {
  if (kind === "person") return name ?? "Former member";
  if (kind === "webhook") return providers[id.split(":", 1)[0] ?? ""] ?? "Webhook";
  const words = kinds[kind] ?? kind;
  return name === null ? words : `${words} ${name}`;
}
