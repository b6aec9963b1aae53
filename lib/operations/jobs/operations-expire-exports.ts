import { systemClock } from "@/lib/platform/clock";
import { inngest } from "@/lib/platform/inngest";
import { expireExports } from "../actions/expire-exports";

/** Every hour: erases the exports whose seven days are over. */
export const operationsExpireExports = () =>
  inngest().createFunction(
    { id: "operations-expire-exports", triggers: [{ cron: "23 * * * *" }], retries: 3 },
    ({ step }) => step.run("expire", async () => ({ expired: await expireExports(systemClock) })),
  );
