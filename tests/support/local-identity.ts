import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { createIdentityRoutes } from "@/local/identity/routes";
import { IdentityStore } from "@/local/identity/store";
import { TokenSigner } from "@/local/identity/token";
import { createTestDatabase, type TestDatabase } from "./database";
import { identityKeys, localEnvironment } from "./environment";

export interface RunningIdentity {
  readonly database: TestDatabase;
  readonly store: IdentityStore;
  readonly url: string;
  stop(): Promise<void>;
}

/** A database of its own with the real local identity beside it, which this process's environment points at. */
export async function startLocalIdentity(
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningIdentity> {
  let handle: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 });
  const server = createServer(getRequestListener((request) => handle(request)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const database = await createTestDatabase({ environment: { LOCAL_IDENTITY_URL: url, ...environment } });
  const store = new IdentityStore(database.ownerUrl);
  await store.prepare();
  const routes = createIdentityRoutes({
    store,
    signer: new TokenSigner(identityKeys.privateKey),
    secret: localEnvironment()["LOCAL_IDENTITY_SECRET"] ?? "",
    issuer: url,
    appUrl: localEnvironment()["APP_URL"] ?? "",
  });
  handle = (request) => routes.fetch(request);
  return {
    database,
    store,
    url,
    async stop() {
      server.close();
      server.closeAllConnections();
      await store.close();
      await database.drop();
    },
  };
}
