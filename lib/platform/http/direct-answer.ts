import { z } from "zod";
import { reportError } from "@/lib/platform/log";

/** A successful answer that is sent as it is, without the JSON envelope: a picture, a download, the way to a page. */
export class DirectAnswer {
  constructor(
    readonly body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null,
    /** Replace the usual ones of the same name; `cache-control` among them. */
    readonly headers: Readonly<Record<string, string>>,
    readonly status = 200,
  ) {}
}

/** Output of a route that answers directly. @param contentType as the reference names it */
export const directOutput = (contentType: string) => z.instanceof(DirectAnswer).meta({ contentType });

/** The content type of a route's answers: what a direct output says, else JSON. */
export function contentTypeOf(output: z.ZodType): string {
  const contentType = output.meta()?.["contentType"];
  return typeof contentType === "string" ? contentType : "application/json";
}

/**
 * A body that is made while it is sent, no faster than it is read. A fault half way ends the connection, so that
 * nobody takes half a file for a whole one, and is reported.
 */
export function streamOf(content: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await content.next();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        reportError(error, { part: "download" });
        throw error;
      }
    },
    async cancel() {
      await content.return(undefined);
    },
  });
}
