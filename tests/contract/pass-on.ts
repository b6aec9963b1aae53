import { createServer, type IncomingMessage, request, type Server } from "node:http";
import { buffer } from "node:stream/consumers";

/** One request that was passed on, and what came back. */
export interface Passed {
  method: string;
  target: URL;
  body: Buffer;
  answer: IncomingMessage;
  text: Buffer;
}

export interface Passage {
  url: string;
  port: number;
  close(): Promise<void>;
}

/**
 * Stands before a server and passes everything on, byte by byte: a refused or cut connection is cut here too, a delay
 * is waited out, and each request has a connection of its own, so that none is lost on one that has just died.
 *
 * @param seen called after the answer has gone out, so that looking at it delays nobody
 */
export async function passOn(upstream: string, seen: (passed: Passed) => void, port = 0): Promise<Passage> {
  const server: Server = createServer((incoming, outgoing) => {
    const method = incoming.method ?? "GET";
    buffer(incoming).then(
      (body) => {
        const target = new URL(incoming.url ?? "/", upstream);
        // the caller's own headers, the host of the upstream, and a length in place of chunks
        const { "transfer-encoding": _chunked, connection: _kept, ...headers } = incoming.headers;
        const passed = request(
          target,
          {
            method,
            agent: false,
            headers: { ...headers, host: target.host, "content-length": String(body.length) },
          },
          (answer) => {
            buffer(answer).then(
              (text) => {
                const { "transfer-encoding": _chunks, connection: _closed, ...shown } = answer.headers;
                outgoing.writeHead(answer.statusCode ?? 502, {
                  ...shown,
                  "content-length": String(text.length),
                });
                outgoing.end(text);
                seen({ method, target, body, answer, text });
              },
              () => incoming.socket.destroy(),
            );
          },
        );
        passed.on("error", () => incoming.socket.destroy());
        // a caller that gives up is given up on
        outgoing.once("close", () => passed.destroy());
        passed.end(body);
      },
      () => incoming.socket.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  const bound = typeof address === "object" && address ? address.port : port;
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
