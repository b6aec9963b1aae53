import { systemClock } from "@/lib/platform/clock";
import { inngest } from "@/lib/platform/inngest";
import { logger } from "@/lib/platform/log";
import { takeAnchors } from "../audit/take-anchors";

/** Heads in one line of the log: about 60 kB, which log stores take. */
const HEADS_A_LINE = 500;

/**
 * Writes the heads of all audit chains to the log each night. Logs leave the machine, so a history that is
 * rewritten later, even by the database's superuser, no longer fits them; docs/audit.md says how to compare.
 */
export const accountsAnchorAuditLog = () =>
  inngest().createFunction(
    { id: "accounts-anchor-audit-log", triggers: [{ cron: "41 2 * * *" }], retries: 3 },
    ({ step }) =>
      step.run("anchor", async () => {
        const anchors = await takeAnchors(systemClock, null, HEADS_A_LINE);
        for (const anchor of anchors) logger().info({ anchor }, "audit anchor");
        return { lines: anchors.length, heads: anchors.reduce((sum, { heads }) => sum + heads.length, 0) };
      }),
  );
