/**
 * Local identity: demo people, sign-up by e-mail, session tokens in Clerk's shape, events signed as Clerk's are.
 * `server.ts --port <port> --app-url <url> --key-file <pem> --webhook-url <url>`.
 */
import { readFileSync } from "node:fs";
import { serve } from "@hono/node-server";
import { announceReady, requiredFlag, requiredPort, requiredVariable, stopOnSignal } from "../start/stand-in";
import { EventDeliverer } from "./events/deliverer";
import { createIdentityRoutes } from "./routes";
import { IdentityStore } from "./store";
import { TokenSigner } from "./token";

const port = requiredPort();
const url = `http://127.0.0.1:${port}`;
const store = new IdentityStore(requiredVariable("LOCAL_STATE_DATABASE_URL"));
await store.prepare();

const deliverer = new EventDeliverer({
  outbox: store.outbox,
  url: requiredFlag("webhook-url"),
  secret: requiredVariable("CLERK_WEBHOOK_SIGNING_SECRET"),
});
const routes = createIdentityRoutes({
  store,
  signer: new TokenSigner(readFileSync(requiredFlag("key-file"), "utf8")),
  secret: requiredVariable("LOCAL_IDENTITY_SECRET"),
  issuer: url,
  appUrl: requiredFlag("app-url"),
  onEvents: () => deliverer.nudge(),
});

const server = serve({ fetch: routes.fetch, port, hostname: "127.0.0.1" }, () => announceReady(url));
deliverer.start();

stopOnSignal(async () => {
  server.close();
  if ("closeAllConnections" in server) server.closeAllConnections();
  await deliverer.stop();
  await store.close();
});
