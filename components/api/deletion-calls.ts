import * as z from "zod/mini";
import type { DeletionSubject } from "@/components/deletion/types";
import { callApi } from "./call-api";
import type { CallResult } from "./types";

const PATHS: Readonly<Record<DeletionSubject, string>> = {
  account: "/api/account/deletion",
  person: "/api/profile/deletion",
};

/** Undoes a scheduled deletion. */
export function undoDeletion(subject: DeletionSubject): Promise<CallResult<unknown>> {
  return callApi({ method: "DELETE", path: PATHS[subject], answer: z.unknown() });
}
