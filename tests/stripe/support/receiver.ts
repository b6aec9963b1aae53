import { createServer, type IncomingHttpHeaders } from "node:http";
import { buffer } from "node:stream/consumers";
import type Stripe from "stripe";

export interface Received {
  event: Stripe.Event;
  /** The text as it was signed. */
  body: string;
  headers: IncomingHttpHeaders;
  /** Milliseconds. */
  at: number;
}

export interface Receiver {
  url: string;
  received: Received[];
  /** What it answers from now on. */
  answerWith(status: number): void;
  /** Keeps senders waiting from now on, until the function it returns is called. */
  holdAnswers(): () => void;
  close(): Promise<void>;
}

/** An endpoint that keeps what it is sent. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let status = 200;
  let released: Promise<void> = Promise.resolve();
  const server = createServer((request, response) => {
    void buffer(request).then((content) => {
      const body = content.toString();
      received.push({ body, event: JSON.parse(body), headers: request.headers, at: Date.now() });
      void released.then(() => response.writeHead(status).end());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/hook`,
    received,
    answerWith: (wanted) => {
      status = wanted;
    },
    holdAnswers() {
      const { promise, resolve } = Promise.withResolvers<void>();
      released = promise;
      return resolve;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
