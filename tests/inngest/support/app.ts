import { createServer, type RequestListener, type Server } from "node:http";
import { Inngest, type InngestFunction } from "inngest";
import { serve } from "inngest/node";
import { EVENT_KEY, SIGNING_KEY } from "./executor";

export interface TestApp {
  client: Inngest;
  url: string;
  /** Takes the app down: open connections are cut. */
  stop(): Promise<void>;
  /** Brings it up again on the same port, with the same functions or others. */
  start(functions?: InngestFunction.Any[]): Promise<void>;
  requests: { method: string; url: string }[];
  /** From now on something else answers at the app's address, which goes on listening. */
  replaceBy(listener: RequestListener): void;
  /** From now on requests wait, each with what the executor knew when it asked. */
  hold(): void;
  /** How many requests wait. */
  countHeld(): number;
  /** Answers the request that has waited longest. */
  releaseOne(): void;
}

const silent = { info() {}, warn() {}, error() {}, debug() {} };

/** A client in cloud mode that talks to the executor, for defining functions and sending events. */
export function createClient(executorUrl: string, id = "billing"): Inngest {
  return new Inngest({
    id,
    isDev: false,
    baseUrl: executorUrl,
    eventKey: EVENT_KEY,
    signingKey: SIGNING_KEY,
    logger: silent,
  });
}

/** Serves functions with the real SDK on a port. */
export async function startApp(
  client: Inngest,
  functions: InngestFunction.Any[],
  port: number,
): Promise<TestApp> {
  let server: Server | null = null;
  const requests: TestApp["requests"] = [];
  let replacement: RequestListener | null = null;
  let isHolding = false;
  const held: (() => void)[] = [];
  const app: TestApp = {
    client,
    url: `http://127.0.0.1:${port}/api/inngest`,
    requests,
    async start(list = functions) {
      const sdk = serve({ client, functions: list, enableUnauthedSync: false }) as RequestListener;
      server = createServer((request, response) => {
        const handler = replacement ?? sdk;
        requests.push({ method: request.method ?? "", url: request.url ?? "" });
        if (isHolding) held.push(() => handler(request, response));
        else handler(request, response);
      });
      await new Promise<void>((resolve) => server?.listen(port, "127.0.0.1", resolve));
    },
    replaceBy(listener) {
      replacement = listener;
    },
    hold() {
      isHolding = true;
    },
    countHeld: () => held.length,
    releaseOne: () => held.shift()?.(),
    async stop() {
      const stopping = server;
      server = null;
      if (!stopping) return;
      const closed = new Promise((resolve) => stopping.close(resolve));
      stopping.closeAllConnections();
      await closed;
    },
  };
  await app.start();
  return app;
}
