import { InlineScript } from "@/components/ui/inline-script";
import { THEME_KEY, THEME_LIFE_S } from "./theme-choice";

/**
 * Sets `data-theme` before the first paint, so that no page flashes in the wrong theme: the signed-in person's own
 * choice, which the server writes on `<html>` and this browser then keeps too; else the one that this browser keeps;
 * else the system's, which it also follows from then on.
 */
export const THEME_SCRIPT = `(()=>{const k=${JSON.stringify(THEME_KEY)},r=document.documentElement,m=matchMedia("(prefers-color-scheme: dark)");
let s=null;const p=r.dataset.themeChoice;
if(p!==undefined){s=p;try{p==="system"?localStorage.removeItem(k):localStorage.setItem(k,p)}catch{}
document.cookie=k+"="+p+"; path=/; max-age="+(p==="system"?0:${THEME_LIFE_S})+"; samesite=lax"}
else try{s=localStorage.getItem(k)}catch{}
if(s===null){const c=document.cookie.match(new RegExp("(?:^|; )"+k+"=(light|dark)"));s=c?c[1]:null}
const d=()=>{r.dataset.theme=m.matches?"dark":"light"};
if(s==="light"||s==="dark"){r.dataset.theme=s}else{d();r.dataset.themeSystem="";}
m.addEventListener("change",()=>{if("themeSystem" in r.dataset)d()})})()`;

/** Place first in `<head>`, with the nonce of the page's policy. `<html>` needs `suppressHydrationWarning`. */
export function ThemeScript({ nonce }: { nonce?: string | undefined }) {
  return <InlineScript code={THEME_SCRIPT} nonce={nonce} />;
}
