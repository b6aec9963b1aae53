import { InlineScript } from "@/components/ui/inline-script";

/** The name under which libraries look for the nonce of styles they add at run time, as webpack set it. */
export const STYLE_NONCE_SCRIPT = "self.__webpack_nonce__=document.currentScript.nonce";

/** Lets dialogs and menus, which lock the page's scrolling by a style of their own, do so under the page's policy. */
export function StyleNonceScript({ nonce }: { nonce: string | undefined }) {
  return <InlineScript code={STYLE_NONCE_SCRIPT} nonce={nonce} />;
}
