import { z } from "zod";
import type { IdentityPerson } from "./provider";

/** What is read of a Clerk user, from its API and from its events alike. */
export const clerkUser = z.looseObject({
  id: z.string().min(1).max(255),
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
  image_url: z.string().nullish(),
  primary_email_address_id: z.string().nullish(),
  email_addresses: z.array(z.looseObject({ id: z.string(), email_address: z.string() })).default([]),
  updated_at: z.number(),
});
export type ClerkUser = z.infer<typeof clerkUser>;

const LONGEST_NAME = 120;
const LONGEST_EMAIL = 254;

/** A Clerk user as the person we keep. Someone may have no e-mail address, such as who signed up by telephone. */
export function computePerson(user: ClerkUser): IdentityPerson {
  const { primary_email_address_id: primary, email_addresses: addresses } = user;
  const email = addresses.find(({ id }) => id === primary) ?? addresses[0];
  return {
    id: user.id,
    email: readEmail(email?.email_address),
    name: joinName(user.first_name, user.last_name),
    avatarUrl: user.image_url || null,
    updatedAt: new Date(user.updated_at),
  };
}

/** An address in the form that is stored; empty when there is none that could be one. */
export function readEmail(address: string | null | undefined): string {
  const email = (address ?? "").trim().toLowerCase();
  return email.length <= LONGEST_EMAIL && email.indexOf("@") > 0 ? email : "";
}

export function joinName(first: string | null | undefined, last: string | null | undefined): string {
  return [first, last]
    .map((part) => (part ?? "").trim())
    .filter((part) => part !== "")
    .join(" ")
    .slice(0, LONGEST_NAME);
}

/** A name in the two parts that Clerk keeps. */
export function splitName(name: string): { readonly firstName: string; readonly lastName: string } {
  const [firstName = "", ...rest] = name.trim().split(/\s+/);
  return { firstName, lastName: rest.join(" ") };
}
