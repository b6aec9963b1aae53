import { THEME_KEY } from "./theme-choice";

/**
 * Sets `data-theme` before the first paint, so that no page flashes in the wrong theme: the stored choice,
 * else the system's. It also follows the system while no choice is stored.
 */
const THEME_SCRIPT = `(()=>{const k=${JSON.stringify(THEME_KEY)},r=document.documentElement,m=matchMedia("(prefers-color-scheme: dark)");
let s=null;try{s=localStorage.getItem(k)}catch{}
if(s===null){const c=document.cookie.match(new RegExp("(?:^|; )"+k+"=(light|dark)"));s=c?c[1]:null}
const d=()=>{r.dataset.theme=m.matches?"dark":"light"};
if(s==="light"||s==="dark"){r.dataset.theme=s}else{d();r.dataset.themeSystem="";}
m.addEventListener("change",()=>{if("themeSystem" in r.dataset)d()})})()`;

/** Place first in `<head>`, with the nonce of the page's policy. `<html>` needs `suppressHydrationWarning`. */
export function ThemeScript({ nonce }: { nonce?: string | undefined }) {
  return (
    <script
      nonce={nonce}
      suppressHydrationWarning
      // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, and it must run before paint
      dangerouslySetInnerHTML={{ __html: THEME_SCRIPT }}
    />
  );
}
