import { InlineScript } from "./inline-script";

/**
 * Holds what is submitted before the page has woken, for `EarlySubmit`: a form without an address works by script
 * alone, and the browser would put what was typed into the address bar instead. On the window, so that it comes after
 * React, which prevents whatever it handles itself.
 */
const EARLY_SUBMIT_SCRIPT = `addEventListener("submit",e=>{if(e.defaultPrevented||e.target.hasAttribute("action"))return;
e.preventDefault();self.earlyForm=e.target})`;

/** Place in `<head>`, with the nonce of the page's policy. */
export function EarlySubmitScript({ nonce }: { nonce?: string | undefined }) {
  return <InlineScript code={EARLY_SUBMIT_SCRIPT} nonce={nonce} />;
}
