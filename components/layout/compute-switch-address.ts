import { ACCOUNT_HOME, accountPath, readAccountPath } from "@/lib/platform/account-path";
import type { AccountChoice } from "./types";

/**
 * Where choosing an account leads from an address: to the same section there, or to its overview where it has no
 * such section or the person may not open it. What lies below a section belongs to the account one comes from.
 */
export function computeSwitchAddress({ slug, pages }: AccountChoice, address: string): string {
  const path = readAccountPath(address)?.path ?? ACCOUNT_HOME;
  const wanted = accountPath(slug, path);
  const section = pages
    .filter((page) => wanted === page || wanted.startsWith(`${page}/`))
    .toSorted((first, second) => second.length - first.length)[0];
  return section ?? accountPath(slug, ACCOUNT_HOME);
}
