import { asJson, type Db } from "./connection";

/** Settings all executors of a database share. */
export interface SharedSettings {
  /** No event is acted on and no call is made while this holds. */
  isPaused: boolean;
  /** How far the executor's clock runs ahead of the real one, in milliseconds. */
  clockOffsetMs: number;
}

export const SETTINGS_CHANNEL = "local_inngest_settings";

export async function getSettings(db: Db): Promise<SharedSettings> {
  const rows = await db<{ key: string; value: unknown }[]>`select key, value from local_inngest.settings`;
  const values = new Map(rows.map((row) => [row.key, row.value]));
  return {
    isPaused: values.get("isPaused") === true,
    clockOffsetMs: Number(values.get("clockOffsetMs") ?? 0),
  };
}

/** Saves settings and tells the other executors. */
export async function saveSettings(db: Db, change: Partial<SharedSettings>): Promise<void> {
  for (const [key, value] of Object.entries(change)) {
    await db`
      insert into local_inngest.settings (key, value) values (${key}, ${asJson(db, value)})
      on conflict (key) do update set value = excluded.value`;
  }
  await announceChange(db);
}

/** Tells every executor to read settings and functions anew. */
export async function announceChange(db: Db): Promise<void> {
  await db`select pg_notify(${SETTINGS_CHANNEL}, '')`;
}
