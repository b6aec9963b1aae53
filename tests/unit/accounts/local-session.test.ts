import { createHmac, createPrivateKey, generateKeyPairSync } from "node:crypto";
import { SignJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { findLocalSession } from "@/lib/accounts/identity/local";
import { identityKeys, installEnvironment } from "@/tests/support/environment";

beforeAll(() => installEnvironment());

interface Claims {
  readonly life?: string;
  readonly privateKey?: string;
  readonly notBefore?: string;
}
const sign = ({ life = "1h", privateKey = identityKeys.privateKey, notBefore = "-1s" }: Claims = {}) =>
  new SignJWT({ v: 2, sid: "sess_1" })
    .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: "local" })
    .setSubject("user_1")
    .setIssuer("http://127.0.0.1:4004")
    .setIssuedAt()
    .setNotBefore(notBefore)
    .setExpirationTime(life)
    .sign(createPrivateKey(privateKey));

describe("a session of the local identity", () => {
  test("is the person and session that the signed token names", async () => {
    expect(await findLocalSession(await sign())).toEqual({
      personId: "user_1",
      sessionId: "sess_1",
      providerToken: null,
    });
  });

  test.each([
    ["none at all", async () => null],
    ["an empty cookie", async () => ""],
    ["nonsense", async () => "not.a.token"],
    ["an expired one", () => sign({ life: "-1m" })],
    ["one of the future", () => sign({ notBefore: "1h" })],
    [
      "one signed with another key",
      () =>
        sign({
          privateKey: generateKeyPairSync("rsa", {
            modulusLength: 2048,
            publicKeyEncoding: { type: "spki", format: "pem" },
            privateKeyEncoding: { type: "pkcs8", format: "pem" },
          }).privateKey,
        }),
    ],
    ["one whose contents were changed", async () => changeSubject(await sign())],
    ["one without a signature", async () => unsigned(await sign())],
    ["one signed with the public key as if it were a secret", async () => signedWithPublicKey(await sign())],
  ])("is nobody's with %s", async (_what, make) => {
    expect(await findLocalSession(await make())).toBeNull();
  });
});

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");

function changeSubject(token: string): string {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as object;
  return [header, encode({ ...claims, sub: "user_2" }), signature].join(".");
}

function unsigned(token: string): string {
  return `${encode({ alg: "none", typ: "JWT" })}.${token.split(".")[1]}.`;
}

function signedWithPublicKey(token: string): string {
  const body = `${encode({ alg: "HS256", typ: "JWT" })}.${token.split(".")[1]}`;
  return `${body}.${createHmac("sha256", identityKeys.publicKey).update(body).digest("base64url")}`;
}
