import { getSettings, type SharedSettings, saveSettings } from "../store/settings";
import type { EngineContext } from "./context";

/** Changes settings for every executor of this database; this one works with them when it returns. */
export async function changeSettings(context: EngineContext, change: Partial<SharedSettings>): Promise<void> {
  await saveSettings(context.pool, change);
  context.settingsRevision++;
  context.settings = { ...context.settings, ...change };
}

/** Reads what another executor changed. What was read while this one made a change of its own is read again. */
export async function reloadSettings(context: EngineContext): Promise<void> {
  for (;;) {
    const revision = context.settingsRevision;
    const settings = await getSettings(context.pool);
    if (revision !== context.settingsRevision) continue;
    context.settings = settings;
    return;
  }
}
