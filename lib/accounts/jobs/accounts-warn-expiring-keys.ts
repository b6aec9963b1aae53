import { systemClock } from "@/lib/platform/clock";
import { inngest } from "@/lib/platform/inngest";
import { nudgeOutbox } from "@/lib/platform/outbox";
import { warnExpiringKeys } from "../actions/warn-expiring-keys";

/** Every hour: says of each API key that ends within a week, and again within a day, that it does. */
export const accountsWarnExpiringKeys = () =>
  inngest().createFunction(
    { id: "accounts-warn-expiring-keys", triggers: [{ cron: "7 * * * *" }], retries: 3 },
    ({ step }) =>
      step.run("warn", async () => {
        const warned = await warnExpiringKeys(systemClock);
        if (warned > 0) nudgeOutbox();
        return { warned };
      }),
  );
