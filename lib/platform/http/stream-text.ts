import { reportError } from "@/lib/platform/log";

/**
 * Text that is made while it is sent, as the body of an answer. The next piece is made when the reader asks for
 * it. When making it fails the connection is cut, since the status has long been sent.
 */
export function streamText(
  text: AsyncIterable<string>,
  facts: Readonly<Record<string, string | undefined>>,
): ReadableStream<Uint8Array> {
  const pieces = text[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        reportError(error, facts);
        controller.error(error);
      }
    },
    async cancel() {
      await pieces.return?.();
    },
  });
}
