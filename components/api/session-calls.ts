import * as z from "zod/mini";
import { callApi } from "./call-api";
import type { CallResult } from "./types";

const SESSIONS = "/api/profile/sessions";
const endedAnswer = z.object({ ended: z.number() });

/** Signs in with the local identity, or signs up when the address is new. Sets the session cookie. */
export function openLocalSession(input: { email: string; name?: string }): Promise<CallResult<unknown>> {
  return callApi({ method: "POST", path: "/api/local/session", body: input, answer: z.unknown() });
}

/** Confirms with the local identity who is signed in. */
export function verifyLocalSession(input: { email: string }): Promise<CallResult<unknown>> {
  return callApi({ method: "POST", path: "/api/local/session/verify", body: input, answer: z.unknown() });
}

/** Signs out one of the person's own sessions. */
export function endSession(id: string): Promise<CallResult<{ ended: number }>> {
  return callApi({ method: "DELETE", path: `${SESSIONS}/${encodeURIComponent(id)}`, answer: endedAnswer });
}

/** Signs out everywhere, or everywhere but here. */
export function endAllSessions(keepCurrent: boolean): Promise<CallResult<{ ended: number }>> {
  return callApi({
    method: "POST",
    path: `${SESSIONS}/revoke-all`,
    body: { keepCurrent },
    answer: endedAnswer,
  });
}
