import type { PolicyReports } from "../schemas";

export interface Violation {
  readonly directive: string;
  /** The origin of what was blocked, or a keyword such as `inline`. */
  readonly blocked: string;
  /** The page's path, without its query and without the account's name. */
  readonly page: string;
}

/**
 * What is worth keeping of reports that anybody may send: words of a form we know. Addresses lose their queries,
 * paths of other sites and the name of the account, so that nothing about a person comes into the log.
 */
export function computeViolations(reports: PolicyReports): readonly Violation[] {
  const raw = Array.isArray(reports)
    ? reports
        .filter(({ type }) => type === "csp-violation")
        .map(({ body }) => [body.effectiveDirective, body.blockedURL, body.documentURL] as const)
    : [reports["csp-report"]].map(
        (each) =>
          [
            each["effective-directive"] ?? each["violated-directive"],
            each["blocked-uri"],
            each["document-uri"],
          ] as const,
      );
  return raw.map(([directive, blocked, page]) => ({
    directive: wordOf(directive),
    blocked: blocked && URL.canParse(blocked) ? originOf(blocked) : wordOf(blocked),
    page: page && URL.canParse(page) ? pathOf(page) : "unknown",
  }));
}

const wordOf = (text = ""): string => /^[a-z-]{1,40}(?=\s|$)/.exec(text)?.[0] ?? "unknown";

function originOf(address: string): string {
  const { origin, protocol } = new URL(address);
  return origin === "null" ? protocol : origin;
}

const pathOf = (address: string): string =>
  new URL(address).pathname.replace(/^\/a\/[^/]+/, "/a/{account}").slice(0, 200);
