import { z } from "zod";

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
