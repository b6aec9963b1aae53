import * as z from "zod/mini";
import type { DeletionSubject } from "@/components/deletion/types";
import { callApi } from "./call-api";
import type { CallResult } from "./types";

const PATHS: Readonly<Record<DeletionSubject, string>> = {
  account: "/api/account/deletion",
  person: "/api/profile/deletion",
};

const requestedAnswer = z.object({ dueAt: z.string() });

/** Schedules a deletion; `name` is what was typed to confirm. */
export function requestDeletion(
  subject: DeletionSubject,
  name: string,
): Promise<CallResult<{ dueAt: string }>> {
  return callApi({ method: "POST", path: PATHS[subject], body: { name }, answer: requestedAnswer });
}

/** Undoes a scheduled deletion. */
export function undoDeletion(subject: DeletionSubject): Promise<CallResult<unknown>> {
  return callApi({ method: "DELETE", path: PATHS[subject], answer: z.unknown() });
}
