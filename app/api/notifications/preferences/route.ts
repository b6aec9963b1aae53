import { z } from "zod";
import { route } from "@/app/_server/route";
import { requireActingPerson } from "@/lib/accounts";
import {
  listNotificationChoices,
  notificationChoice,
  updateNotificationChoices,
  updateNotificationsBody,
} from "@/lib/notifications";

const common = {
  path: "/api/notifications/preferences",
  tag: "Notifications",
  access: { kind: "person" },
  output: z.array(notificationChoice),
} as const;

export const GET = route({ ...common, method: "GET", summary: "List what you are told of" }, ({ ctx }) =>
  listNotificationChoices(requireActingPerson(ctx)),
);

export const PATCH = route(
  {
    ...common,
    method: "PATCH",
    summary: "Switch notifications on or off",
    body: updateNotificationsBody,
    errors: [{ status: 422, code: "NOTIFICATION_LOCKED" }],
  },
  ({ ctx, input }) => updateNotificationChoices(ctx, input),
);
