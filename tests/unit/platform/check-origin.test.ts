import { beforeAll, expect, test } from "vitest";
import { checkOrigin } from "@/lib/platform/http/check-origin";
import { installEnvironment } from "@/tests/support/environment";

beforeAll(() => installEnvironment({ APP_URL: "https://billing.example.com" }));

interface Sent {
  readonly origin?: string;
  readonly site?: string;
  readonly host?: string;
}

const own = "https://billing.example.com";
const cases: readonly (readonly [what: string, sent: Sent, allowed: boolean])[] = [
  ["our own page", { origin: own, site: "same-origin" }, true],
  ["our own page in a browser without Sec-Fetch-Site", { origin: own }, true],
  ["a program that sends neither header", {}, true],
  ["an address typed by the person", { site: "none" }, true],
  [
    "the address the request itself came to",
    { origin: "http://127.0.0.1:3000", host: "127.0.0.1:3000" },
    true,
  ],
  ["another site", { origin: "https://evil.example", site: "cross-site" }, false],
  ["another site that hides its origin", { origin: "null", site: "cross-site" }, false],
  ["a sandboxed frame", { origin: "null" }, false],
  ["a sister domain", { origin: "https://blog.example.com", site: "same-site" }, false],
  ["a sister domain without Sec-Fetch-Site", { origin: "https://blog.example.com" }, false],
  ["our host on another port", { origin: "https://billing.example.com:8443" }, false],
  ["our host without encryption", { origin: "http://billing.example.com" }, false],
  ["a name that begins like ours", { origin: "https://billing.example.com.evil.example" }, false],
  ["a claimed own origin that the browser contradicts", { origin: own, site: "cross-site" }, false],
  [
    "another site with our host as its own",
    { origin: "https://evil.example", host: "billing.example.com" },
    false,
  ],
  ["an origin that is no address", { origin: "billing.example.com" }, false],
];

test.each(cases)("a write from %s: %o allowed %s", (_what, { origin, site, host }, allowed) => {
  const headers = new Headers();
  if (origin) headers.set("origin", origin);
  if (site) headers.set("sec-fetch-site", site);
  if (host) headers.set("host", host);
  const check = () => checkOrigin(headers);
  if (allowed) expect(check).not.toThrow();
  else expect(check).toThrow(expect.objectContaining({ status: 403, code: "FORBIDDEN" }));
});
