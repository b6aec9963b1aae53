/** A cookie of ours as it is set. */
export interface OwnCookie {
  readonly name: string;
  readonly value: string;
  readonly httpOnly: true;
  readonly sameSite: "lax";
  readonly secure: boolean;
  readonly path: "/";
  readonly maxAge: number;
}

/**
 * The name of one of our cookies. On https it has the prefix with which browsers take it from this very host alone,
 * so that no sister domain can put one of its own in its place. Browsers refuse the prefix on http.
 */
export const cookieName = (name: string, appUrl: string): string =>
  appUrl.startsWith("https:") ? `__Host-${name}` : name;

/** A cookie that scripts cannot read and other sites cannot send along with a write. */
export function makeCookie(name: string, value: string, maxAge: number, appUrl: string): OwnCookie {
  const secure = appUrl.startsWith("https:");
  return {
    name: cookieName(name, appUrl),
    value,
    httpOnly: true,
    sameSite: "lax",
    secure,
    path: "/",
    maxAge,
  };
}

/** Takes a cookie back: with the flags it was set with, without which a browser ignores it. */
export const endCookie = (name: string, appUrl: string): OwnCookie => makeCookie(name, "", 0, appUrl);
