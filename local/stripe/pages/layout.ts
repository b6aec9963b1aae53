import { html, raw } from "hono/html";

type Html = ReturnType<typeof html>;

const STYLE = `
:root{color-scheme:light dark;--bg:#f3f6f7;--surface:#fff;--line:#dde4e6;--control:#7e8a8d;--text:#141d1f;--muted:#525f62;--brand:#065a67;--on-brand:#fff;--brand-hover:#044550;--soft:#e4f5f8;--danger:#922d2c;--danger-soft:#ffefed;--danger-line:#ffaba3;--focus:#147180;--success:#0f663a;--success-soft:#e4f7ea}
@media (prefers-color-scheme:dark){:root{--bg:#080f11;--surface:#141d1f;--line:#263134;--control:#7e8a8d;--text:#edf1f2;--muted:#a4afb1;--brand:#8bccd9;--on-brand:#042127;--brand-hover:#b8e2ea;--soft:#043139;--danger:#ffb4ad;--danger-soft:#3a1716;--danger-line:#7a2f2c;--focus:#8bccd9;--success:#9ee2b6;--success-soft:#0d2a1a}}
*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--text);font:15px/1.5 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif}
.notice{background:var(--soft);color:var(--text);text-align:center;padding:8px 16px;font-size:13px;border-bottom:1px solid var(--line)}
main{max-width:960px;margin:0 auto;padding:32px 16px 64px}.narrow{max-width:520px}
.columns{display:grid;gap:24px;grid-template-columns:1fr 1fr}@media (max-width:760px){.columns{grid-template-columns:1fr}}
.card{background:var(--surface);border:1px solid var(--line);border-radius:8px;padding:20px;margin-bottom:16px}
h1{font-size:22px;line-height:1.3;margin:0 0 4px}h1+form{margin-top:16px}h2{font-size:16px;margin:0 0 12px}p{margin:0 0 12px}.muted{color:var(--muted)}.small{font-size:13px}
.amount{font-size:34px;font-weight:600;font-variant-numeric:tabular-nums;margin:4px 0 16px}
table{width:100%;border-collapse:collapse}td,th{text-align:left;padding:8px 0;border-bottom:1px solid var(--line);vertical-align:top;font-weight:400}th{color:var(--muted);font-size:13px}.right{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.total td{font-weight:600;border-bottom:0}
label{display:block;font-size:13px;font-weight:500;margin-bottom:4px}.field{margin-bottom:14px}.pair{display:grid;grid-template-columns:1fr 1fr;gap:12px}
input,select{width:100%;min-height:42px;padding:8px 10px;border:1px solid var(--control);border-radius:6px;background:var(--surface);color:var(--text);font:inherit}
button,.button{display:inline-block;min-height:42px;padding:9px 16px;border:1px solid var(--brand);border-radius:6px;background:var(--brand);color:var(--on-brand);font:inherit;font-weight:600;text-decoration:none;cursor:pointer}button:hover,.button:hover{background:var(--brand-hover)}
.wide{width:100%;text-align:center}.quiet{background:transparent;color:var(--brand);border-color:var(--control)}.quiet:hover{background:var(--soft)}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px}a{color:var(--brand)}
.alert{background:var(--danger-soft);color:var(--danger);border:1px solid var(--danger-line);border-radius:6px;padding:10px 12px;margin-bottom:14px}.ok{background:var(--success-soft);color:var(--success);border-radius:6px;padding:10px 12px;margin-bottom:14px}
.scroll{overflow-x:auto;position:relative}.scroll table{min-width:640px}.badge{display:inline-block;padding:1px 8px;border-radius:4px;background:var(--soft);font-size:12px}.row{display:flex;gap:8px;flex-wrap:wrap;align-items:center;justify-content:space-between}.actions{display:flex;gap:8px;flex-wrap:wrap}code{font:13px ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere}details{margin-top:16px}summary{cursor:pointer;padding:2px 0}.flat{margin:0}ul{margin:0 0 12px;padding-left:20px}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}.inline{display:flex;gap:8px;align-items:flex-end;flex-wrap:wrap}.inline>div{flex:1 1 160px}.line{margin-top:12px}.nowrap{white-space:nowrap}td+td,th+th{padding-left:16px}
.counts{display:grid;gap:12px;grid-template-columns:repeat(auto-fill,minmax(min(180px,45%),1fr));margin:8px 0 16px}.counts .card{margin:0;padding:12px 16px}dt{font-size:13px;color:var(--muted)}dd{margin:0;font-size:22px;font-weight:600;font-variant-numeric:tabular-nums}
.danger{background:transparent;color:var(--danger);border-color:var(--danger-line)}.danger:hover{background:var(--danger-soft)}.badge.failed,.badge.dropped{background:var(--danger-soft);color:var(--danger)}.badge.delivered,.badge.paid,.badge.active{background:var(--success-soft);color:var(--success)}
.check{display:flex;gap:8px;align-items:center;min-height:42px}.check input{width:18px;min-height:18px;margin:0}.check label{margin:0}
[aria-invalid=true]{border-color:var(--danger)}.wrong{color:var(--danger);font-size:13px;margin:4px 0 0}.shop{font-weight:600;margin:0 0 16px}`;

/** Every hosted page: the notice that nothing here is real money, one main part, both themes. */
export async function layout(title: string, body: Html, narrow = false): Promise<string> {
  const page = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <style>${raw(STYLE)}</style>
      </head>
      <body>
        <header class="notice">local Stripe - no money moves</header>
        <main class="${narrow ? "narrow" : ""}">${body}</main>
      </body>
    </html>`;
  return String(page);
}

const DATE = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

/** "21 Nov 2026" from Unix seconds. */
export const formatDate = (seconds: number): string => DATE.format(seconds * 1000);

/** One day, or from one to another. */
export function describePeriod({ start, end }: { start: number; end: number }): string {
  const [from, to] = [formatDate(start), formatDate(end)];
  return from === to ? from : `${from} to ${to}`;
}
