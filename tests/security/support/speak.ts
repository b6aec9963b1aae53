import { connect } from "node:net";
import { stack } from "@/tests/support/stack";

const app = new URL(stack.urls.app);

/** Sends bytes to the application as they are, and reads until it has answered in full or the time is over. */
export function speak(bytes: string, limitMs = 30_000): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = "";
    const socket = connect(Number(app.port), "127.0.0.1", () => socket.write(bytes, "latin1"));
    const timer = setTimeout(() => socket.destroy(), limitMs);
    socket.on("data", (chunk) => {
      heard += chunk.toString("latin1");
    });
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(heard);
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      // The server hangs up while we still speak: what it said before counts.
      if (error.code !== "ECONNRESET" && error.code !== "EPIPE") reject(error);
    });
  });
}

/** A request's head, with everything that an honest one has. */
export const head = (line: string, ...headers: readonly string[]): string =>
  [`${line} HTTP/1.1`, `Host: ${app.host}`, "Connection: close", ...headers, "", ""].join("\r\n");

export interface Heard {
  readonly status: number;
  readonly location: string | null;
  readonly headers: string;
  readonly body: string;
}

export function readAnswer(heard: string): Heard {
  const end = heard.indexOf("\r\n\r\n");
  const headers = end < 0 ? heard : heard.slice(0, end);
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(headers)?.[1] ?? 0),
    location: /^location: (.*)$/im.exec(headers)?.[1]?.trim() ?? null,
    headers,
    body: end < 0 ? "" : heard.slice(end + 4),
  };
}
