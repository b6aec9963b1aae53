import { html } from "hono/html";
import type { World } from "../world";
import { layout } from "./layout";

/** A bank's 3-D Secure page: pass or fail. */
export function authenticatePage(world: World, action: string, what: string) {
  return layout(
    "3-D Secure",
    html`<div class="card">
      <h1>3-D Secure</h1>
      <p>${world.settings.account.name} asks for ${what}. Do you confirm it?</p>
      <form method="post" action="${action}" class="actions">
        <button type="submit" name="outcome" value="complete">Complete</button>
        <button class="quiet" type="submit" name="outcome" value="fail">Fail</button>
      </form>
      <p class="small muted line">This page stands in for your bank's.</p>
    </div>`,
    true,
  );
}
