import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { call, post } from "@/tests/integration/path/support/api";
import { createKey, signUp } from "@/tests/integration/path/support/people";
import { until } from "@/tests/integration/path/support/until";
import { stack } from "@/tests/support/stack";

const readLog = (): string => readFileSync(join(stack.stateDir, "logs", "app.log"), "utf8");

/** One of each kind of thing that a request may carry and a log must not keep. */
function drawSecrets(mark: string) {
  return {
    wrongKey: `mh_live_${mark}${"x".repeat(20)}`,
    bearer: `token-${mark}`,
    strangeCookie: `cookie-${mark}`,
    email: `somebody.${mark}@private.example`,
    card: "4000056655665556",
    inPath: `path-${mark}`,
    inQuery: `query-${mark}`,
    inBody: `body-${mark}`,
    inHeader: `header-${mark}`,
  };
}
type Secrets = ReturnType<typeof drawSecrets>;

const headersOf = (secrets: Secrets): Record<string, string> => ({
  "x-license-key": secrets.inHeader,
  "idempotency-key": secrets.inHeader,
  "user-agent": secrets.inHeader,
  referer: `${stack.urls.app}/?${secrets.inHeader}`,
});
const queryOf = ({ inQuery, email, card }: Secrets): string =>
  `?token=${inQuery}&email=${encodeURIComponent(email)}&card=${card}`;

/** Writes of every kind: answered, refused for what they say, and refused for who says it. */
async function write(secrets: Secrets, key: string, cookie: string): Promise<void> {
  const { email, card, inBody, wrongKey, inHeader } = secrets;
  const headers = headersOf(secrets);
  const query = queryOf(secrets);
  const body = { feature: inBody, email, card, password: inBody, key: wrongKey };
  const properties = { email, card, note: inBody };
  await post("/api/usage/track", { feature: "resumes", properties }, { key }, headers);
  await post("/api/usage/track", body, { key }, headers);
  await post("/api/usage/track", body, { key: wrongKey }, headers);
  await post("/api/account/api-keys", body, { cookie }, headers);
  await post("/api/account/api-keys", { name: inBody }, { cookie }, headers);
  await post("/api/local/session", { email, name: inBody }, {}, headers);
  await post("/api/local/session", body, {}, headers);
  await call({ method: "POST", path: "/api/usage/track", raw: `{"${inBody}`, key, headers });
  await post(`/api/webhooks/stripe${query}`, body, {}, { ...headers, "stripe-signature": inHeader });
  await post(`/api/inngest${query}`, body, {}, { ...headers, "x-inngest-signature": inHeader });
  const report = { "csp-report": { "document-uri": `${stack.urls.app}/${query}`, "blocked-uri": email } };
  await post("/api/csp-report", report, {}, { "content-type": "application/csp-report" });
}

/** Reads of paths that are there and that are not, by somebody, a stranger and a false credential. */
async function read(secrets: Secrets, cookie: string): Promise<void> {
  const headers = headersOf(secrets);
  const query = queryOf(secrets);
  const paths = [
    `/api/usage${query}`,
    `/api/billing/invoices/${secrets.inPath}${query}`,
    `/${secrets.inPath}${query}`,
    `/billing/return?session_id=${secrets.inQuery}`,
    `/invitations/${secrets.inPath}`,
    `/unsubscribe?token=${secrets.inQuery}`,
    `/sign-in${query}`,
  ];
  for (const path of paths) {
    await call({ method: "GET", path, cookie, headers });
    await call({ method: "GET", path, cookie: `mh_session=${secrets.strangeCookie}`, headers });
    await call({ method: "GET", path, key: secrets.bearer, headers });
  }
}

it("the application's log keeps nothing of what is secret or personal in a request", async () => {
  const visitor = await signUp();
  const { key } = await createKey(visitor);
  const secrets = drawSecrets(randomBytes(6).toString("hex"));

  await write(secrets, key, visitor.cookie);
  await read(secrets, visitor.cookie);

  const last = await call({ method: "GET", path: "/api/usage", key });
  const id = last.headers.get("x-request-id") ?? "none";
  const log = await until("the last request is in the log", async () => {
    const content = readLog();
    return content.includes(id) && content;
  });
  const token = visitor.cookie.split("=").at(-1) ?? "";
  for (const [what, secret] of Object.entries({ ...secrets, key, token })) {
    expect(secret.length).toBeGreaterThan(10);
    expect(
      log.split("\n").filter((line) => line.includes(secret)),
      what,
    ).toEqual([]);
  }
});
