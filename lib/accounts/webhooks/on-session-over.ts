import { forgetSession } from "../identity/believed-sessions";
import { type Handler, handled } from "./handler";
import { session } from "./read-event";

/** `session.ended`, `session.removed`, `session.revoked`: the process that learns of it asks again at once. */
export const onSessionOver: Handler = async (_tx, _ctx, data) => {
  forgetSession(session.parse(data).id);
  return handled("this process no longer believes that the session runs");
};
