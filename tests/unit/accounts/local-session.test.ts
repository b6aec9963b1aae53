import { createHmac, createPrivateKey, generateKeyPairSync } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findLocalSession } from "@/lib/accounts/identity/local";
import { localProvider } from "@/lib/accounts/identity/local-provider";
import { identityKeys, installEnvironment } from "@/tests/support/environment";

/** An identity that knows the sessions below and answers as the local one does. */
const statuses = new Map<string, string>();
let asked = 0;
let server: Server;
let issuer: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    const id = request.url?.replace("/sessions/", "").replace("/activity", "") ?? "";
    if (request.method === "DELETE") {
      statuses.set(id, "revoked");
      response.writeHead(204).end();
      return;
    }
    asked += 1;
    const status = statuses.get(id);
    response.writeHead(status ? 200 : 404, { "content-type": "application/json" });
    const at = new Date().toISOString();
    const session = {
      id,
      personId: "user_1",
      status,
      createdAt: at,
      lastActiveAt: at,
      userAgent: null,
      ip: null,
    };
    response.end(JSON.stringify(status ? session : { error: "no such session" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  installEnvironment({ LOCAL_IDENTITY_URL: issuer });
});
afterAll(() => void server.close());

let sessions = 0;
let sessionId: string;
beforeEach(() => {
  sessions += 1;
  sessionId = `sess_${sessions}`;
  statuses.set(sessionId, "active");
  asked = 0;
});

interface Claims {
  readonly life?: string;
  readonly privateKey?: string;
  readonly notBefore?: string;
  readonly iss?: string;
  readonly azp?: string | null;
}
const sign = ({
  life = "1h",
  privateKey = identityKeys.privateKey,
  notBefore = "-1s",
  ...claims
}: Claims = {}) => {
  const { iss = issuer, azp = "http://localhost:3000" } = claims;
  return new SignJWT({ v: 2, sid: sessionId, ...(azp !== null && { azp }) })
    .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: "local" })
    .setSubject("user_1")
    .setIssuer(iss)
    .setIssuedAt()
    .setNotBefore(notBefore)
    .setExpirationTime(life)
    .sign(createPrivateKey(privateKey));
};

describe("a session of the local identity", () => {
  test("is the person and session that the signed token names", async () => {
    expect(await findLocalSession(await sign())).toEqual({
      personId: "user_1",
      sessionId,
      verifiedAt: null,
      providerToken: null,
    });
  });

  test("is asked for once in five seconds, not on every request", async () => {
    const token = await sign();
    await findLocalSession(token);
    await findLocalSession(token);
    expect(asked).toBe(1);
  });

  test.each(["revoked", "expired"])(
    "that is %s is nobody's, although its token is still good",
    async (status) => {
      statuses.set(sessionId, status);
      expect(await findLocalSession(await sign())).toBeNull();
    },
  );

  test("that the identity does not know is nobody's", async () => {
    statuses.delete(sessionId);
    expect(await findLocalSession(await sign())).toBeNull();
  });

  test("that was ended while its answer was on the way is not believed afterwards", async () => {
    const token = await sign();
    const [, found] = await Promise.all([localProvider.endSession(sessionId), findLocalSession(token)]);
    expect(found === null || found.sessionId === sessionId).toBe(true);
    expect(await findLocalSession(token)).toBeNull();
  });

  test("is over from the moment this process ended it", async () => {
    const token = await sign();
    expect(await findLocalSession(token)).not.toBeNull();
    await localProvider.endSession(sessionId);
    expect(await findLocalSession(token)).toBeNull();
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
    ["one of another issuer", () => sign({ iss: "http://127.0.0.1:9" })],
    ["one made for another site", () => sign({ azp: "https://evil.example" })],
    ["one made for no site at all", () => sign({ azp: null })],
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
