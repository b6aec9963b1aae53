import * as z from "zod/mini";
import { callApi } from "./call-api";
import type { CallResult } from "./types";

const createdAnswer = z.object({ slug: z.string() });

/** Makes an organization that the caller owns. */
export function createOrganization(body: { name: string }): Promise<CallResult<{ slug: string }>> {
  return callApi({ method: "POST", path: "/api/accounts", body, answer: createdAnswer });
}

/** Gives the account of the address another name. */
export function renameAccount(name: string): Promise<CallResult<unknown>> {
  return callApi({ method: "PATCH", path: "/api/account", body: { name }, answer: z.unknown() });
}
