/** A path of this site to go to after signing in; anything else falls back, so a link cannot lead elsewhere. */
export function computeSafeReturn(path: string, fallback = "/dashboard"): string {
  return /^\/(?![/\\])[^\s\\]*$/u.test(path) ? path : fallback;
}
