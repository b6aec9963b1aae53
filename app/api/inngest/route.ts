import { serve } from "inngest/next";
import { jobs } from "@/app/_server/jobs";
import { inngest } from "@/lib/platform/inngest";

type Handlers = ReturnType<typeof serve>;

let handlers: Handlers | undefined;
/** Made on the first request: at build time there is no environment to make it from. */
const handle = (): Handlers => {
  handlers ??= serve({ client: inngest(), functions: jobs(), enableUnauthedSync: false });
  return handlers;
};

export const GET: Handlers["GET"] = (...args) => handle().GET(...args);
export const POST: Handlers["POST"] = (...args) => handle().POST(...args);
export const PUT: Handlers["PUT"] = (...args) => handle().PUT(...args);
