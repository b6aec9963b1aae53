/**
 * Supabase's REST door over the local Postgres, by `@supabase/lite`.
 * `server.ts --port <port>`; it reads the schema when it starts, so the supervisor migrates first and starts it
 * again after a migration.
 */
import { serve } from "@hono/node-server";
import { App } from "@supabase/lite";
import { Hono } from "hono";
import { announceReady, requiredPort, requiredVariable, stopOnSignal } from "../start/stand-in";
import { connectAsAuthenticator } from "./connection";

const port = requiredPort();
const connection = connectAsAuthenticator({
  requestUrl: requiredVariable("LOCAL_GATEWAY_DATABASE_URL"),
  schemaUrl: requiredVariable("LOCAL_GATEWAY_SCHEMA_URL"),
});

const app = new App({
  connection: connection.requests,
  auth: {
    jwt_secret: requiredVariable("SUPABASE_JWT_SECRET"),
    publishable_key: requiredVariable("SUPABASE_PUBLISHABLE_KEY"),
    secret_key: requiredVariable("SUPABASE_SECRET_KEY"),
  },
  // Admin mode would let a request without a key act as the service role.
  options: { server: { admin: false, disableStudio: true } },
});
await app.init();

// Only the REST door is part of the stack: identity and files are other services' business.
const door = new Hono();
door.all("/rest/v1/*", (context) => app.server.fetch(context.req.raw));
door.get("/health", (context) => context.json({ ok: true }));

const server = serve({ fetch: door.fetch, port, hostname: "127.0.0.1" }, () => {
  announceReady(`http://127.0.0.1:${port}`);
});

stopOnSignal(async () => {
  server.close();
  if ("closeAllConnections" in server) server.closeAllConnections();
  await connection.close();
});
