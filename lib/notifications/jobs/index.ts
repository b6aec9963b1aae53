import { notificationsSendKeyCreated } from "./notifications-send-key-created";
import { notificationsSendKeyExpiring } from "./notifications-send-key-expiring";

/** The background functions of this domain. */
export const notificationsJobs = () => [notificationsSendKeyCreated(), notificationsSendKeyExpiring()];
