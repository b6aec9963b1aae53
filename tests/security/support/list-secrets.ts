import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Variable, variables } from "@/lib/platform/env";
import { identityKeyPath } from "@/local/start/secrets";
import { stack } from "@/tests/support/stack";
import { findLeaks } from "./find-leaks";

export interface Secret {
  readonly name: string;
  readonly value: string;
}

/** Shorter values stand in every file by chance. */
const SHORTEST = 8;

/** Every secret that the running stack was started with, by its registered name. */
export function listSecrets(): readonly Secret[] {
  const ofVariables = Object.entries<Variable>(variables)
    .filter(([, { secret }]) => secret)
    .flatMap(([name]) => [
      // Several are given while one is rotated.
      ...(stack.env[name] ?? "").split(",").map((value) => ({ name, value })),
      { name: `${name} (password)`, value: readPassword(stack.env[name] ?? "") },
    ]);
  const file = readFileSync(join(stack.stateDir, "secrets.json"), "utf8");
  const ofStack = Object.entries(JSON.parse(file) as Record<string, string>)
    // Browsers are given this one on purpose: it opens what policies allow.
    .filter(([name]) => name !== "supabasePublishableKey")
    .map(([name, value]) => ({ name, value }));
  const [, line = ""] = readFileSync(identityKeyPath(stack.stateDir), "utf8").split("\n");
  const all = [...ofVariables, ...ofStack, { name: "the identity's private key", value: line }];
  return all.filter(({ value }) => value.length >= SHORTEST);
}

/** Names of the secrets whose values stand in a text: as they are, or in base64, hexadecimal or an address. */
export function findSecrets(text: string, secrets = listSecrets()): readonly string[] {
  return secrets
    .filter(({ value }) => {
      const words = [value, encodeURIComponent(value)];
      return findLeaks({ words, ids: [], figures: [] }, text).length > 0;
    })
    .map(({ name }) => name);
}

const readPassword = (value: string): string =>
  URL.canParse(value) ? decodeURIComponent(new URL(value).password) : "";
