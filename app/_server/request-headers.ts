/**
 * Request header in which the middleware tells a layout which page it frames, since layouts are not told. What
 * a caller sends under this name is overwritten.
 */
export const PATH_HEADER = "x-meterhouse-path";

/** Request header with the nonce of the page's content security policy, under the name that Clerk reads too. */
export const NONCE_HEADER = "x-nonce";
