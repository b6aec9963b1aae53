/**
 * Mail catcher: takes every message over SMTP, keeps it as a file, and shows it on an inbox page.
 * `server.ts --port <http port> --smtp-port <port> --state-dir <dir>`.
 */
import { serve } from "@hono/node-server";
import { announceReady, requiredFlag, requiredPort, stopOnSignal } from "../start/stand-in";
import { MessageStore } from "./message-store";
import { createMailRoutes } from "./routes";
import { createSmtpServer } from "./smtp";

const port = requiredPort();
const smtpPort = requiredPort("smtp-port");
const store = await MessageStore.open(requiredFlag("state-dir"));

const smtp = createSmtpServer(store);
await new Promise<void>((resolve, reject) => {
  smtp.once("error", reject);
  smtp.listen(smtpPort, "127.0.0.1", resolve);
});

const url = `http://127.0.0.1:${port}`;
const server = serve({ fetch: createMailRoutes(store).fetch, port, hostname: "127.0.0.1" }, () =>
  announceReady(url),
);

stopOnSignal(async () => {
  server.close();
  if ("closeAllConnections" in server) server.closeAllConnections();
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
});
