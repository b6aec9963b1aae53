import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";

export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** The app could not be reached at all, so nothing of the request can have happened there. */
export class AppUnreachableError extends Error {
  override name = "AppUnreachableError";
}

const httpAgent = new HttpAgent({ keepAlive: true });
const httpsAgent = new HttpsAgent({ keepAlive: true });
const NEVER_CONNECTED = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
]);

/**
 * Sends JSON and reads the whole answer. Plain `node:http`, because `fetch` gives up after five minutes without
 * headers and a step may take longer.
 * Throws AppUnreachableError when no connection was made, another error when it broke afterwards.
 */
export async function sendJson(
  method: "POST" | "PUT",
  url: URL,
  body: string,
  headers: Record<string, string>,
  options: { timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<HttpAnswer> {
  try {
    return await sendOnce(method, url, body, headers, options);
  } catch (error) {
    // A kept-alive socket the app closed while we were writing to it: the request never arrived.
    if (error instanceof StaleSocketError) return await sendOnce(method, url, body, headers, options);
    throw error;
  }
}

/** A reset that comes later than this met a request the app was already working on. */
const STALE_SOCKET_MS = 200;

class StaleSocketError extends Error {}

function sendOnce(
  method: string,
  url: URL,
  body: string,
  headers: Record<string, string>,
  options: { timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<HttpAnswer> {
  const isTls = url.protocol === "https:";
  const startedAt = Date.now();
  return new Promise((resolve, reject) => {
    const request = (isTls ? httpsRequest : httpRequest)(url, {
      method,
      agent: isTls ? httpsAgent : httpAgent,
      timeout: options.timeoutMs,
      ...(options.signal && { signal: options.signal }),
      headers: {
        ...headers,
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body).toString(),
      },
    });
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    request.on("timeout", () => {
      request.destroy(new Error(`the app did not answer within ${options.timeoutMs / 1000} s`));
    });
    request.on("error", (error: NodeJS.ErrnoException) => {
      const code = error.code ?? "";
      const isBroken = code === "ECONNRESET" || code === "EPIPE";
      const wasIdleSocket = request.reusedSocket && isBroken && Date.now() - startedAt < STALE_SOCKET_MS;
      if (wasIdleSocket) reject(new StaleSocketError(error.message));
      else if (NEVER_CONNECTED.has(code)) reject(new AppUnreachableError(`${url.origin} refused: ${code}`));
      else reject(error);
    });
    request.end(body);
  });
}

/** Closes idle connections so that the process can end. */
export function closeConnections(): void {
  httpAgent.destroy();
  httpsAgent.destroy();
}
