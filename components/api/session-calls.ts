import * as z from "zod/mini";
import { callApi } from "./call-api";
import type { CallResult } from "./types";

/** Signs in with the local identity, or signs up when the address is new. Sets the session cookie. */
export function openLocalSession(input: { email: string; name?: string }): Promise<CallResult<unknown>> {
  return callApi({ method: "POST", path: "/api/local/session", body: input, answer: z.unknown() });
}
