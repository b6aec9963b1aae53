import { randomSecret } from "@/lib/platform/crypto";

/** A readable, unguessable address for an account: the name's letters and six random ones. */
export function computeSlug(name: string): string {
  const words = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
  return `${words || "account"}-${randomSecret(6).toLowerCase()}`;
}
