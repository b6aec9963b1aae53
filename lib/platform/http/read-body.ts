import { isUtf8 } from "node:buffer";
import { invalidRequest, timedOut, tooLarge, unsupportedMediaType } from "@/lib/platform/errors";

/** How long a body may take to arrive. Longer, and somebody holds the connection open on purpose. */
const BODY_DEADLINE_MS = 15_000;

/**
 * Reads a request's body up to a limit and a deadline and stops there: a larger body is refused without being held.
 *
 * @throws DomainError TOO_LARGE, TIMEOUT
 */
export async function readBody(
  request: Request,
  limitBytes: number,
  deadlineMs = BODY_DEADLINE_MS,
): Promise<Buffer> {
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) throw tooLarge(limitBytes);
  if (!request.body) return Buffer.alloc(0);
  const reader = request.body.getReader();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(timedOut(`The body did not arrive within ${deadlineMs / 1000} s.`)),
    deadlineMs,
  );
  try {
    return await Promise.race([collect(reader, limitBytes), late.promise]);
  } catch (error) {
    // What still comes is nobody's any more; whether it can be called off changes nothing for the answer.
    reader.cancel().catch(() => undefined);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function collect(reader: ReadableStreamDefaultReader<Uint8Array>, limitBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks, size);
    size += value.byteLength;
    if (size > limitBytes) throw tooLarge(limitBytes);
    chunks.push(value);
  }
}

const JSON_ALONE: readonly string[] = ["application/json"];

/**
 * Takes what the route takes, and as it is: a form of another site can send text and fields without asking first,
 * and a compressed body grows beyond every limit once it is unpacked.
 *
 * @param types media types; a star stands for every kind, as in `image/*`
 * @throws DomainError UNSUPPORTED_MEDIA_TYPE
 */
export function requireBodyType(headers: Headers, body: Buffer, types = JSON_ALONE): void {
  const encoding = headers.get("content-encoding");
  if (encoding && encoding !== "identity") {
    throw unsupportedMediaType("Send the body uncompressed, without Content-Encoding.");
  }
  const type = headers.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (type === "" && body.length === 0) return;
  if (types.includes(type) || types.includes(type.replace(/\/.*/, "/*"))) return;
  throw unsupportedMediaType(`Send the body as ${types.join(" or ")}, and say so in Content-Type.`);
}

/**
 * Parses a JSON body. An empty body is an empty object, so that a POST without arguments needs none.
 *
 * @throws DomainError INVALID_REQUEST with the reason
 */
export function parseJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw invalidRequest("The body is not valid UTF-8.");
  const text = bytes.toString("utf8");
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unreadable";
    throw invalidRequest("The body is not valid JSON.", [{ path: "", message: reason }]);
  }
}
