import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { z } from "zod";
import { sha256 } from "@/lib/platform/crypto";
import type { ChainHead } from "./repository";

/** Version of the statement, and its first line. */
const FORMAT = "meterhouse.audit.anchor.v1";
/** Stands for the chain of entries that belong to no account. */
const INSTALLATION = "installation";

const headSchema = z.object({
  accountId: z.uuid().nullable(),
  sequence: z.int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

const anchorSchema = z.object({
  format: z.literal(FORMAT),
  takenAt: z.iso.datetime(),
  heads: z.array(headSchema),
  signature: z
    .object({
      algorithm: z.literal("ed25519"),
      /** First half of the SHA-256 of the public key (SPKI, DER), to tell keys apart. */
      keyId: z.string().regex(/^[0-9a-f]{32}$/),
      value: z.base64(),
    })
    .nullable(),
});

/** The heads of the chains at an instant. Kept outside the database, it shows a history that was rewritten later. */
export type Anchor = z.infer<typeof anchorSchema>;

export type SignatureState = "valid" | "invalid" | "unsigned" | "unknown key" | "not checked";

/** @param signingKey Ed25519 private key (PKCS #8, PEM); null leaves the statement unsigned */
export function makeAnchor(heads: readonly ChainHead[], takenAt: Date, signingKey: string | null): Anchor {
  const anchor: Anchor = {
    format: FORMAT,
    takenAt: takenAt.toISOString(),
    heads: heads.map(({ accountId, sequence, hash }) => ({ accountId, sequence, hash })),
    signature: null,
  };
  if (signingKey === null) return anchor;
  const key = createPrivateKey(signingKey);
  const value = sign(null, Buffer.from(encodeAnchor(anchor)), key).toString("base64");
  return { ...anchor, signature: { algorithm: "ed25519", keyId: keyIdOf(createPublicKey(key)), value } };
}

/** What is signed: a line each for the format, the instant and every head. */
export function encodeAnchor({ takenAt, heads }: Pick<Anchor, "takenAt" | "heads">): string {
  const lines = heads.map(
    ({ accountId, sequence, hash }) => `${accountId ?? INSTALLATION} ${sequence} ${hash}`,
  );
  return [FORMAT, takenAt, ...lines, ""].join("\n");
}

/** @param publicKey Ed25519 public key (or the private one) as PEM; null: there is none to check with */
export function checkSignature(anchor: Anchor, publicKey: string | null): SignatureState {
  const { signature } = anchor;
  if (!signature) return "unsigned";
  if (publicKey === null) return "not checked";
  const key = createPublicKey(publicKey);
  if (signature.keyId !== keyIdOf(key)) return "unknown key";
  const isValid = verify(
    null,
    Buffer.from(encodeAnchor(anchor)),
    key,
    Buffer.from(signature.value, "base64"),
  );
  return isValid ? "valid" : "invalid";
}

const keyIdOf = (key: KeyObject): string =>
  sha256(key.export({ type: "spki", format: "der" }))
    .toString("hex")
    .slice(0, 32);

/**
 * Reads anchors from a file's text: one statement, or lines of the structured log that hold one each under
 * `anchor`. Other lines of a log are passed over.
 *
 * @throws Error when there is none, or one that does not have the shape of an anchor
 */
export function readAnchors(text: string): readonly Anchor[] {
  const whole = parseJson(text);
  const values = whole === undefined ? text.split("\n").map(parseJson) : [whole];
  const anchors = values.flatMap((value) => {
    const found = findStatement(value);
    return found === undefined ? [] : [anchorSchema.parse(found)];
  });
  if (anchors.length === 0) throw new Error("The file holds no anchor.");
  return anchors;
}

function findStatement(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  if ("format" in value) return value;
  return "anchor" in value ? value.anchor : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON, and therefore no anchor: the caller says so when nothing else in the file is one.
    return undefined;
  }
}
