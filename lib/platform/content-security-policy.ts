/**
 * Styles that two libraries put into the page at run time without a nonce, by the hash of their text: nothing at all
 * (Sonner's element before it is filled), Sonner's toasts, and the viewport of Radix's select. A test computes them
 * from the installed packages.
 */
export const LIBRARY_STYLE_HASHES = [
  "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
  "sha256-StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY=",
  "sha256-441zG27rExd4/il+NvIqyL8zFx5XmyNQtE381kSkUJk=",
] as const;

/** Where browsers tell of what the policy kept them from doing. */
export const REPORT_PATH = "/api/csp-report";

export interface PolicyFacts {
  /** Drawn anew for every page. */
  readonly nonce: string;
  /** Host of Clerk's frontend API; null where Clerk is not used. */
  readonly clerkHost: string | null;
  /** Hot reload evaluates code it has fetched. */
  readonly isDevelopment: boolean;
  readonly isHttps: boolean;
}

type Directives = Readonly<Record<string, readonly string[]>>;

/** The content security policy of a page: our own files, and inline only what carries this page's nonce. */
export function computeContentSecurityPolicy(facts: PolicyFacts): string {
  const nonce = `'nonce-${facts.nonce}'`;
  const own: Directives = {
    "default-src": ["'self'"],
    "script-src": ["'self'", nonce, "'strict-dynamic'", ...(facts.isDevelopment ? ["'unsafe-eval'"] : [])],
    // Charts and meters are sized by style attributes, which run nothing.
    "style-src-attr": ["'unsafe-inline'"],
    "style-src-elem": ["'self'", nonce, ...LIBRARY_STYLE_HASHES.map((hash) => `'${hash}'`)],
    // Read where the two above are unknown.
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "connect-src": ["'self'"],
    "frame-src": ["'none'"],
    "worker-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
  };
  const all = facts.clerkHost === null ? own : withClerk(own, facts.clerkHost);
  return [
    ...Object.entries(all).map(([name, sources]) => `${name} ${sources.join(" ")}`),
    ...(facts.isHttps ? ["upgrade-insecure-requests"] : []),
    `report-uri ${REPORT_PATH}`,
    "report-to csp",
  ].join("; ");
}

/** What Clerk's documentation asks for. Its components write their styles at run time, without a nonce. */
function withClerk(own: Directives, host: string): Directives {
  const and = (name: string, ...more: string[]) => [...(own[name] ?? []), ...more];
  return {
    ...own,
    "script-src": and("script-src", `https://${host}`, "https://challenges.cloudflare.com"),
    "style-src-elem": ["'self'", "'unsafe-inline'"],
    "img-src": and("img-src", "https://img.clerk.com"),
    "connect-src": and("connect-src", `https://${host}`, "https://clerk-telemetry.com"),
    "frame-src": ["https://challenges.cloudflare.com"],
    "worker-src": and("worker-src", "blob:"),
  };
}

/** The host of Clerk's frontend API, which the publishable key holds in base 64; null when there is no key. */
export function findClerkHost(publishableKey: string): string | null {
  const encoded = /^pk_(?:test|live)_([\w+/=-]+)$/.exec(publishableKey)?.[1];
  if (encoded === undefined) return null;
  const host = atob(encoded).replace(/\$$/, "");
  return /^[a-z0-9.-]+$/i.test(host) ? host : null;
}

/** 128 random bits, in base 64. */
export function drawNonce(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
}

/** Two years, and every name below ours. */
export const STRICT_TRANSPORT_SECURITY = "max-age=63072000; includeSubDomains";
