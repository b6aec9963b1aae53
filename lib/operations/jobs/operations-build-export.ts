import { renderMessage } from "@/lib/accounts";
import { systemClock } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { inngest } from "@/lib/platform/inngest";
import { sendMail } from "@/lib/platform/mail";
import { buildPortion, failExport, findFinishedExport, type PortionResult } from "../actions/build-export";
import { exportRequested } from "../events";
import { findRequester } from "../exports/repository";
import { exportReadyWords } from "../mail/export-ready-words";

/** A step writes pieces for this long; then the next step goes on. */
const STEP_MS = 20_000;
/** Far more than any account needs; an end, so that a fault cannot run for ever. */
const MOST_STEPS = 500;

/** Makes an export, piece by piece, and tells who asked for it. */
export const operationsBuildExport = () =>
  inngest().createFunction(
    {
      id: "operations-build-export",
      triggers: [{ event: exportRequested.name }],
      retries: 5,
      onFailure: async ({ event }) => {
        const { exportId } = exportRequested.data.parse(event.data.event.data);
        await failExport(exportId, "It could not be made. Ask for it again.");
      },
    },
    async ({ event, step }) => {
      const { exportId } = exportRequested.data.parse(event.data);
      for (let count = 0; ; count += 1) {
        if (count === MOST_STEPS) throw new Error(`Export ${exportId} did not end in ${MOST_STEPS} steps.`);
        const result = await step.run(`write-${count}`, () => writePieces(exportId));
        if (result.done) break;
      }
      return step.run("tell", () => tell(exportId));
    },
  );

async function writePieces(exportId: string): Promise<PortionResult> {
  const until = performance.now() + STEP_MS;
  for (;;) {
    const result = await buildPortion(exportId, systemClock);
    if (result.done || performance.now() > until) return result;
  }
}

async function tell(exportId: string) {
  const row = await findFinishedExport(exportId);
  if (!row?.expiresAt) return { told: false, reason: "The export is not ready." };
  const requester = await findRequester(row.personId, row.accountId);
  if (!requester?.email) return { told: false, reason: "Who asked for it is gone, or has no address." };
  const isPerson = row.subject === "person";
  if (!isPerson && requester.role === null) return { told: false, reason: "Who asked for it has left." };
  const page = isPerson ? "/settings/profile" : "/settings/account";
  const message = await renderMessage(
    exportReadyWords({
      accountName: requester.accountName,
      expiresAt: row.expiresAt,
      href: `${env().app.url}${requester.accountSlug ? `/a/${requester.accountSlug}` : ""}${page}`,
    }),
  );
  await sendMail({ to: requester.email, cause: `export-ready.${exportId}`, ...message });
  return { told: true };
}
