export { findUnsubscribeLink, unsubscribe } from "./actions/unsubscribe";
export { updateNotificationChoices } from "./actions/update-notification-choices";
export { notificationsJobs } from "./jobs";
export { listNotificationChoices } from "./queries/list-notification-choices";
export {
  type NotificationChoice,
  notificationChoice,
  unsubscribed,
  unsubscribeQuery,
  updateNotificationsBody,
} from "./schemas";
