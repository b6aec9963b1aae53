import { generateKeyPairSync, randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { StartProblem } from "./start-problem";

const hex = (bytes: number): string => randomBytes(bytes).toString("hex");
const word = (bytes: number): string => randomBytes(bytes).toString("base64url");

/** How each value of the local stack is made. One of these per state directory, made once and kept. */
const GENERATORS = {
  keyPepper: () => hex(32),
  postgresSuperuserPassword: () => word(24),
  postgresPassword: () => word(24),
  postgresAuthenticatorPassword: () => word(24),
  postgresAppPassword: () => word(24),
  supabaseJwtSecret: () => word(48),
  supabasePublishableKey: () => `sb_publishable_${word(17).slice(0, 22)}_${hex(4)}`,
  supabaseSecretKey: () => `sb_secret_${word(17).slice(0, 22)}_${hex(4)}`,
  stripeSecretKey: () => `sk_test_local${hex(24)}`,
  stripeWebhookSecret: () => `whsec_${hex(32)}`,
  inngestEventKey: () => hex(32),
  inngestSigningKey: () => `signkey-prod-${hex(32)}`,
  identitySecret: () => word(32),
  identityWebhookSecret: () => `whsec_${randomBytes(24).toString("base64")}`,
} as const;

export type LocalSecrets = { readonly [Name in keyof typeof GENERATORS]: string };

/** Where the local identity's private signing key lies. */
export function identityKeyPath(stateDir: string): string {
  return join(stateDir, "identity", "signing-key.pem");
}

function writePrivately(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, content, { mode: 0o600 });
  renameSync(draft, path);
}

/**
 * Reads the stack's own keys and passwords, and makes the ones that are missing.
 * @throws StartProblem when the file is there but unreadable: new passwords would lock the data away.
 */
export function ensureSecrets(stateDir: string): LocalSecrets {
  const path = join(stateDir, "secrets.json");
  let kept: Partial<Record<keyof LocalSecrets, string>> = {};
  if (existsSync(path)) {
    try {
      kept = JSON.parse(readFileSync(path, "utf8")) as typeof kept;
    } catch (error) {
      throw new StartProblem(`${path} is damaged: run npm run reset, which begins with fresh local data.`, {
        cause: error,
      });
    }
    chmodSync(path, 0o600);
  } else if (existsSync(join(stateDir, "postgres", "bootstrapped"))) {
    throw new StartProblem(
      `${path} is gone, and with it the passwords of the local database: run npm run reset, which begins with fresh local data.`,
    );
  }
  const names = Object.keys(GENERATORS) as (keyof LocalSecrets)[];
  const secrets = Object.fromEntries(
    names.map((name) => [name, kept[name] ?? GENERATORS[name]()]),
  ) as LocalSecrets;
  if (names.some((name) => kept[name] === undefined)) {
    writePrivately(path, `${JSON.stringify(secrets, null, 2)}\n`);
  }
  return secrets;
}

/** Makes the identity's RSA key at the first start. @returns the public half as PEM. */
export function ensureIdentityKey(stateDir: string): string {
  const path = identityKeyPath(stateDir);
  const publicPath = `${path}.pub`;
  if (!existsSync(path) || !existsSync(publicPath)) {
    const pair = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
    writePrivately(path, pair.privateKey);
    writePrivately(publicPath, pair.publicKey);
  }
  return readFileSync(publicPath, "utf8");
}
