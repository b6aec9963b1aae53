import { generateKeyPairSync } from "node:crypto";
import type { AddressInfo } from "node:net";
import { type ServerType, serve } from "@hono/node-server";
import { createIdentityRoutes } from "@/local/identity/routes";
import { IdentityStore } from "@/local/identity/store";
import { TokenSigner } from "@/local/identity/token";
import { localEnvironment } from "@/tests/support/environment";

export interface RunningIdentity {
  readonly url: string;
  /** Its people, once it has been opened over the test's database. */
  open(databaseUrl: string): Promise<IdentityStore>;
  stop(): Promise<void>;
}

/** The real local identity. It listens at once, so that its address can go into the environment, and answers once opened. */
export async function startIdentity(): Promise<RunningIdentity> {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  let store: IdentityStore | undefined;
  let routes: ReturnType<typeof createIdentityRoutes> | undefined;
  const server = await new Promise<ServerType>((resolve) => {
    const started = serve(
      {
        fetch: (request) => routes?.fetch(request) ?? new Response(null, { status: 503 }),
        port: 0,
        hostname: "127.0.0.1",
      },
      () => resolve(started),
    );
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async open(databaseUrl) {
      store = new IdentityStore(databaseUrl);
      await store.prepare();
      routes = createIdentityRoutes({
        store,
        signer: new TokenSigner(privateKey),
        secret: String(localEnvironment()["LOCAL_IDENTITY_SECRET"]),
        issuer: "http://127.0.0.1",
        appUrl: "http://localhost:3000",
      });
      return store;
    },
    async stop() {
      await new Promise((resolve) => server.close(resolve));
      await store?.close();
    },
  };
}
