import { checkFunctionConfig } from "../protocol/check-function-config";
import { type FunctionConfig, listCronTriggers } from "../protocol/function-config";
import type { AppDescription } from "../protocol/sync-app";
import { asJson, type Db } from "./connection";

/** Replaces what an app registered. Functions it no longer has are removed, and so are their crons. */
export async function saveApp(db: Db, app: AppDescription, at: Date): Promise<void> {
  await db`
    insert into local_inngest.apps (id, url, sdk, registered_at)
    values (${app.appId}, ${app.url}, ${app.sdk}, ${at})
    on conflict (id) do update set url = excluded.url, sdk = excluded.sdk, registered_at = excluded.registered_at`;
  const ids = app.functions.map((config) => config.id);
  await db`delete from local_inngest.functions where app_id = ${app.appId} and id <> all(${ids})`;
  for (const config of app.functions) {
    await db`
      insert into local_inngest.functions (id, app_id, config, registered_at)
      values (${config.id}, ${app.appId}, ${asJson(db, config)}, ${at})
      on conflict (id) do update set app_id = excluded.app_id, config = excluded.config,
        registered_at = excluded.registered_at`;
  }
  await saveCrons(db, app, at);
}

async function saveCrons(db: Db, app: AppDescription, at: Date): Promise<void> {
  const crons = app.functions.flatMap((config) =>
    listCronTriggers(config).map((trigger) => ({ functionId: config.id, expression: trigger.cron })),
  );
  const keys = crons.map((cron) => `${cron.functionId}|${cron.expression}`);
  await db`
    delete from local_inngest.crons c
    where function_id || '|' || expression <> all(${keys})
      and (c.function_id = any(${app.functions.map((config) => config.id)})
        or not exists (select 1 from local_inngest.functions f where f.id = c.function_id))`;
  for (const cron of crons) {
    // A cron seen for the first time owes nothing for the time before it.
    await db`
      insert into local_inngest.crons (function_id, expression, last_tick_at)
      values (${cron.functionId}, ${cron.expression}, ${at}) on conflict do nothing`;
  }
}

/** Everything registered, in the form the engine works with. */
export async function listFunctions(db: Db): Promise<{ appId: string; config: FunctionConfig }[]> {
  const rows = await db<{ appId: string; config: unknown }[]>`
    select app_id, config from local_inngest.functions order by id`;
  return rows.map((row) => ({ appId: row.appId, config: checkFunctionConfig(row.config) }));
}

export interface RegisteredApp {
  id: string;
  url: string;
  sdk: string | null;
  registeredAt: Date;
}

export async function listApps(db: Db): Promise<RegisteredApp[]> {
  return await db<RegisteredApp[]>`select id, url, sdk, registered_at from local_inngest.apps order by id`;
}
