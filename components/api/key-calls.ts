import * as z from "zod/mini";
import type { CreatedApiKey, NewApiKey } from "@/components/settings/types";
import { callApi } from "./call-api";
import type { CallResult } from "./types";

const PATH = "/api/account/api-keys";

const createdKeyAnswer = z.object({
  id: z.string(),
  name: z.string(),
  key: z.string(),
  prefix: z.string(),
  scopes: z.array(z.string()),
});

/** Makes a key. The answer is the only time the key itself is known. */
export function createApiKey(input: NewApiKey): Promise<CallResult<CreatedApiKey>> {
  const { name, scopes, expiresAt } = input;
  const body = expiresAt === null ? { name, scopes } : { name, scopes, expiresAt };
  return callApi({ method: "POST", path: PATH, body, answer: createdKeyAnswer });
}

/** Ends a key at once; it cannot be brought back. */
export function revokeApiKey(id: string): Promise<CallResult<unknown>> {
  return callApi({ method: "DELETE", path: `${PATH}/${encodeURIComponent(id)}`, answer: z.unknown() });
}

/** Replaces a key by a new one with the same name and scopes. */
export function rotateApiKey({
  id,
  overlapHours,
}: {
  id: string;
  /** How long the old key still works; 0 revokes it at once. */
  overlapHours: number;
}): Promise<CallResult<CreatedApiKey>> {
  return callApi({
    method: "POST",
    path: `${PATH}/${encodeURIComponent(id)}/rotate`,
    body: { overlapHours },
    answer: createdKeyAnswer,
  });
}
