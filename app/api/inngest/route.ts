import { serve } from "inngest/next";
import { NextRequest } from "next/server";
import { jobs } from "@/app/_server/jobs";
import { parseJson, readBody, respondError } from "@/lib/platform/http";
import { inngest } from "@/lib/platform/inngest";

type Handlers = ReturnType<typeof serve>;

/** A call carries what all steps of its run have returned: Inngest allows 32 MiB of that. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

let handlers: Handlers | undefined;
/** Made on the first request: at build time there is no environment to make it from. */
const handle = (): Handlers => {
  handlers ??= serve({ client: inngest(), functions: jobs(), enableUnauthedSync: false });
  return handlers;
};

/**
 * Reads the body under a limit and a deadline before the SDK does: it reads whatever comes, and breaks on what is no
 * JSON, before it looks at the signature.
 */
async function receive(
  request: NextRequest,
  pass: (request: NextRequest) => Promise<Response>,
): Promise<Response> {
  try {
    const body = await readBody(request, MAX_BODY_BYTES);
    parseJson(body);
    // Blanks alone are no body to us, and to the SDK broken JSON.
    const content = body.toString("utf8").trim() === "" ? Buffer.alloc(0) : body;
    const { url, method, headers } = request;
    return await pass(new NextRequest(url, { method, headers, body: new Uint8Array(content) }));
  } catch (error) {
    return respondError(error, "/api/inngest");
  }
}

export const GET: Handlers["GET"] = (...args) => handle().GET(...args);
export const POST: Handlers["POST"] = (request, ...rest) =>
  receive(request, (read) => handle().POST(read, ...rest));
export const PUT: Handlers["PUT"] = (request, ...rest) =>
  receive(request, (read) => handle().PUT(read, ...rest));
