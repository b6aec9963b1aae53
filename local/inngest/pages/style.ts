/** The house's colours (its design tokens), light and dark, and the little layout these pages need. */
export const STYLE = `
:root { color-scheme: light dark;
  --bg: #f3f6f7; --surface: #ffffff; --sunken: #edf1f2; --hover: #f3f6f7; --line: #dde4e6; --line-control: #7e8a8d;
  --text: #141d1f; --muted: #525f62; --brand: #065a67; --brand-solid: #065a67; --brand-solid-hover: #044550;
  --on-brand: #ffffff; --brand-soft: #e4f5f8; --success: #0f663a; --success-soft: #e4f7ea; --warning: #764b00;
  --warning-soft: #fff2e2; --warning-line: #f0b871; --danger: #922d2c; --danger-soft: #ffefed; --info: #285494;
  --info-soft: #ecf3ff; --focus: #147180; }
@media (prefers-color-scheme: dark) { :root {
  --bg: #0b1214; --surface: #131b1e; --sunken: #1d2629; --hover: #192225; --line: #263134; --line-control: #6d797c;
  --text: #edf1f2; --muted: #a9b4b6; --brand: #8bccd9; --brand-solid: #157584; --brand-solid-hover: #0f6775;
  --on-brand: #ffffff; --brand-soft: #0c2c33; --success: #88d9a5; --success-soft: #0f2a1a; --warning: #f0b871;
  --warning-soft: #2e2009; --warning-line: #5b3f10; --danger: #ffaba3; --danger-soft: #371614; --info: #a0c6ff;
  --info-soft: #132440; --focus: #5fb3c4; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--text);
  font: 14px/20px ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }
a { color: var(--brand); } a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 16px; top: 8px; background: var(--surface); padding: 8px; }
header { background: var(--surface); border-bottom: 1px solid var(--line); }
.bar { max-width: 1200px; margin: 0 auto; padding: 12px 16px; display: flex; flex-wrap: wrap; gap: 8px 24px;
  align-items: center; }
.bar strong { font-size: 16px; } .bar nav { display: flex; gap: 16px; }
.bar nav a { text-decoration: none; padding: 4px 0; } .bar nav a[aria-current] { border-bottom: 2px solid currentColor; }
main { max-width: 1200px; margin: 0 auto; padding: 24px 16px 64px; }
h1 { font-size: 22px; line-height: 28px; margin: 0 0 16px; overflow-wrap: anywhere; }
h2 { font-size: 16px; line-height: 24px; margin: 32px 0 8px; }
.card, .scroll { background: var(--surface); border: 1px solid var(--line); border-radius: 8px; }
.card { padding: 16px; } .scroll { overflow-x: auto; position: relative; }
thead tr th { border-top: 0; } button { white-space: nowrap; }
table { width: 100%; border-collapse: collapse; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { text-align: left; padding: 8px 12px; border-top: 1px solid var(--line); vertical-align: top; }
thead th { background: var(--sunken); color: var(--muted); font-weight: 500; white-space: nowrap; }
tbody tr:hover { background: var(--hover); }
.number { text-align: right; font-variant-numeric: tabular-nums; } .nowrap { white-space: nowrap; }
.muted { color: var(--muted); } code, pre { font: 13px/20px ui-monospace, Menlo, Consolas, monospace; }
pre { margin: 0; padding: 12px; background: var(--sunken); border-radius: 6px; overflow: auto; max-height: 360px;
  white-space: pre-wrap; overflow-wrap: anywhere; }
.badge { display: inline-block; padding: 0 8px; border-radius: 4px; white-space: nowrap; background: var(--sunken); }
.badge.good { background: var(--success-soft); color: var(--success); }
.badge.bad { background: var(--danger-soft); color: var(--danger); }
.badge.busy { background: var(--info-soft); color: var(--info); }
.badge.warn { background: var(--warning-soft); color: var(--warning); }
.note { border: 1px solid var(--warning-line); background: var(--warning-soft); color: var(--warning);
  border-radius: 8px; padding: 12px 16px; margin: 0 0 16px; }
.note.done { border-color: var(--line); background: var(--success-soft); color: var(--success); }
form.row { display: flex; flex-wrap: wrap; gap: 12px; align-items: end; margin: 0 0 16px; }
label { display: grid; grid-template-columns: minmax(0, 1fr); max-width: 100%; gap: 4px; color: var(--muted); }
input, select, textarea { font: inherit; color: var(--text); background: var(--surface); min-height: 36px;
  border: 1px solid var(--line-control); border-radius: 6px; padding: 6px 10px; max-width: 100%; }
textarea { font: 13px/20px ui-monospace, Menlo, Consolas, monospace; width: 100%; min-height: 120px; }
button, .button { font: inherit; min-height: 36px; padding: 6px 14px; border-radius: 6px; cursor: pointer;
  border: 1px solid var(--line-control); background: var(--surface); color: var(--text); text-decoration: none;
  display: inline-block; }
button.main { background: var(--brand-solid); border-color: var(--brand-solid); color: var(--on-brand); }
button.main:hover { background: var(--brand-solid-hover); }
.actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 0 0 16px; } .actions form { margin: 0; }
dl.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(120px, 1fr)); gap: 12px 24px; margin: 0 0 24px; }
dl.facts dt { color: var(--muted); } dl.facts dd { margin: 0; overflow-wrap: anywhere; }
`;
