import { z } from "zod";
import { channel, notificationKind } from "./kinds";

export const notificationChoice = z.object({
  kind: notificationKind,
  group: z.enum(["billing", "usage", "team", "security"]),
  name: z.string(),
  description: z.string(),
  email: z.object({
    enabled: z.boolean(),
    lockedReason: z.string().nullable().describe("why it cannot be switched off; null when it can"),
  }),
});
export type NotificationChoice = z.infer<typeof notificationChoice>;

export const updateNotificationsBody = z.strictObject({
  changes: z
    .array(z.strictObject({ kind: notificationKind, channel, enabled: z.boolean() }))
    .min(1, "Name at least one change.")
    .max(50),
});
export type UpdateNotificationsBody = z.infer<typeof updateNotificationsBody>;

export const unsubscribeQuery = z.strictObject({ token: z.string().min(1).max(500) });
export const unsubscribed = z.object({ kind: notificationKind, name: z.string() });
export type Unsubscribed = z.infer<typeof unsubscribed>;
