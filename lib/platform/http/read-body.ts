import { invalidRequest, tooLarge } from "@/lib/platform/errors";

/**
 * Reads a request's body up to a limit and stops there: a larger body is refused without being held.
 *
 * @throws DomainError TOO_LARGE
 */
export async function readBody(request: Request, limitBytes: number): Promise<Buffer> {
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) throw tooLarge(limitBytes);
  if (!request.body) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks, size);
    size += value.byteLength;
    if (size > limitBytes) {
      await reader.cancel();
      throw tooLarge(limitBytes);
    }
    chunks.push(value);
  }
}

/**
 * Parses a JSON body. An empty body is an empty object, so that a POST without arguments needs none.
 *
 * @throws DomainError INVALID_REQUEST with the reason
 */
export function parseJson(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unreadable";
    throw invalidRequest("The body is not valid JSON.", [{ path: "", message: reason }]);
  }
}
