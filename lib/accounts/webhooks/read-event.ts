import { z } from "zod";
import { joinName, readEmail } from "../identity/read-user";

const id = z.string().min(1).max(255);

/** What every event has. The rest is read by whoever handles its type. */
export const identityEvent = z.looseObject({
  object: z.literal("event"),
  type: z.string().min(1).max(255),
  data: z.looseObject({ id: id.nullish() }),
  timestamp: z.number().nullish(),
});

export const organization = z.looseObject({
  id,
  name: z.string(),
  created_by: z.string().nullish(),
  updated_at: z.number(),
});
export type Organization = z.infer<typeof organization>;

export const membership = z.looseObject({
  id,
  role: z.string(),
  updated_at: z.number(),
  organization,
  public_user_data: z.looseObject({
    user_id: id,
    identifier: z.string().nullish(),
    first_name: z.string().nullish(),
    last_name: z.string().nullish(),
    image_url: z.string().nullish(),
  }),
});
export type Membership = z.infer<typeof membership>;

export const deletedObject = z.looseObject({ id });

export const session = z.looseObject({ id, user_id: id });

/** The member of a membership as a person: enough to know them until an event of their own says more. */
export function computeMemberPerson({ public_user_data: user }: Membership) {
  return {
    id: user.user_id,
    email: readEmail(user.identifier),
    name: joinName(user.first_name, user.last_name),
    avatarUrl: user.image_url || null,
    // Anything that the identity says about the person itself is later than this.
    updatedAt: new Date(0),
  };
}
