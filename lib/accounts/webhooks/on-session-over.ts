import { noteSessionOver } from "../identity/believed-sessions";
import { type Handler, handled } from "./handler";
import { session } from "./read-event";

/** `session.ended`, `session.removed`, `session.revoked`: the process that learns of it believes it no more. */
export const onSessionOver: Handler = async (_tx, _ctx, data) => {
  noteSessionOver(session.parse(data).id);
  return handled("the session opens nothing any more in this process");
};
