import { type Answer, type Credential, call } from "@/tests/integration/path/support/api";

/** A page as a document, and as the data that a browser asks for when it is already on the site. */
export const FORMS: readonly Readonly<Record<string, string>>[] = [{}, { rsc: "1" }];

/** Reads a path as somebody would. @param account whose slug the browser sends along */
export async function readAs(
  credential: Credential,
  path: string,
  account?: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const sent = { ...(account !== undefined && { "x-account": account }), ...headers };
  const answer = await call({ method: "GET", path, ...credential, headers: sent });
  const to = answer.headers.get("location");
  // Data is told apart from documents in the address as well: whoever asks without is led there first.
  if (headers["rsc"] === undefined || !to || !/[?&]_rsc\b/.test(to)) return answer;
  return call({ method: "GET", path: to, ...credential, headers: sent });
}
