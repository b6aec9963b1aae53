import { html } from "hono/html";
import { layout } from "./layout";

/** A bank's 3-D Secure page: pass or fail. */
export function authenticatePage(action: string, what: string) {
  return layout(
    "3-D Secure",
    html`<div class="card">
      <h1>3-D Secure</h1>
      <p>The bank asks you to confirm ${what}. This page stands in for the bank's.</p>
      <form method="post" action="${action}" class="actions">
        <button type="submit" name="outcome" value="complete">Complete</button>
        <button class="quiet" type="submit" name="outcome" value="fail">Fail</button>
      </form>
    </div>`,
    true,
  );
}
