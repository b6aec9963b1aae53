import { conflict, type DomainError, invalidRequest, refused } from "@/lib/platform/errors";
import type { SoleOwnership } from "./repository/deletions";

/** 400: the name typed to confirm is another one. */
export const nameDiffers = (name: string): DomainError =>
  invalidRequest(`Type the name exactly as it is written: ${name}.`, [
    { path: "name", message: `must be ${name}` },
  ]);

/** 409: it has been asked for already. */
export const alreadyScheduled = (dueAt: Date): DomainError =>
  conflict("This deletion has been asked for already. Undo it, or wait for it.", {
    reason: "already_scheduled",
    dueAt: dueAt.toISOString(),
  });

/** 409: nothing to undo. */
export const notScheduled = (): DomainError =>
  conflict("No deletion is scheduled, so there is nothing to undo.", { reason: "not_scheduled" });

/** 409: the time for undoing has passed. */
export const erasingHasBegun = (): DomainError =>
  conflict("Erasing has begun and cannot be undone.", { reason: "erasing" });

/** 422: a personal account goes with its person. */
export const personalAccount = (): DomainError =>
  refused(
    "PERSONAL_ACCOUNT",
    "A personal account goes together with its person. Delete your profile instead.",
  );

/** 422: an organization never goes along with one of its members. */
export const soleOwner = (organizations: readonly SoleOwnership[]): DomainError =>
  refused(
    "SOLE_OWNER",
    `You are the only owner of ${organizations.map(({ name }) => name).join(", ")}. Make somebody else an owner or delete the organization first.`,
    { accounts: organizations.map(({ accountId, name, slug }) => ({ id: accountId, name, slug })) },
  );
