import * as z from "zod/mini";
import { callApi } from "./call-api";
import type { CallResult } from "./types";

/** Says why a platform admin opens an account; the reason holds for an hour. */
export function openVisit({ id, reason }: { id: string; reason: string }): Promise<CallResult<unknown>> {
  const path = `/api/admin/accounts/${encodeURIComponent(id)}/visits`;
  return callApi({ method: "POST", path, body: { reason }, answer: z.unknown() });
}
