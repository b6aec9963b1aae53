import { env } from "@/lib/platform/env";
import { forbidden } from "@/lib/platform/errors";

/**
 * Refuses a cookie-authenticated write that another site caused. Browsers send Origin with every POST, PATCH
 * and DELETE, and Sec-Fetch-Site beside it; a client that sends neither is not a browser and carries no
 * cookie that it was not given on purpose.
 *
 * @throws DomainError FORBIDDEN
 */
export function checkOrigin(headers: Headers): void {
  const origin = headers.get("origin");
  const site = headers.get("sec-fetch-site");
  const sameSite = site === null || site === "same-origin" || site === "none";
  if (sameSite && (origin === null || isOwnOrigin(origin, headers.get("host")))) return;
  throw forbidden("This request comes from another site. Open Meterhouse itself and try again.");
}

function isOwnOrigin(origin: string, host: string | null): boolean {
  if (origin === new URL(env().app.url).origin) return true;
  return URL.canParse(origin) && host !== null && new URL(origin).host === host;
}
