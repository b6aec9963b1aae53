import slugify from "@sindresorhus/slugify";
import { randomSecret } from "@/lib/platform/crypto";

const MAX_WORDS = 40;

/** A readable, unguessable address for an account: the name in plain letters and six random ones. */
export function computeSlug(name: string): string {
  const words = slugify(name, { decamelize: false }).slice(0, MAX_WORDS).replace(/-+$/, "");
  return `${words || "account"}-${randomSecret(6).toLowerCase()}`;
}
