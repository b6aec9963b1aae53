import { inngest } from "@/lib/platform/inngest";
import { tellOfRequest, tellOfUndoing } from "../deletion/tell-of-deletion";
import { deletionRequested, deletionUndone } from "../events";

/** Writes to those whom a deletion concerns when it is asked for, and when it is undone. */
export const accountsSendDeletionNotice = () =>
  inngest().createFunction(
    {
      id: "accounts-send-deletion-notice",
      triggers: [{ event: deletionRequested.name }, { event: deletionUndone.name }],
      retries: 5,
    },
    async ({ event, step }) => {
      const { deletionId } = deletionRequested.data.parse(event.data);
      const tell = event.name === deletionUndone.name ? tellOfUndoing : tellOfRequest;
      return await step.run("send", () => tell(deletionId));
    },
  );
