import { inngest } from "@/lib/platform/inngest";
import { dispatchOutbox } from "@/lib/platform/outbox";

/** Sends what the outbox still holds. Processes sweep by themselves; this covers hosts that freeze idle processes. */
export const operationsSweepOutbox = () =>
  inngest().createFunction(
    { id: "operations-sweep-outbox", triggers: [{ cron: "* * * * *" }], retries: 0 },
    ({ step }) => step.run("dispatch", () => dispatchOutbox()),
  );
