import { connect } from "node:net";
import { FunctionRefusedError } from "../protocol/check-function-config";
import { AppUnreachableError } from "../protocol/send-json";
import { type AppDescription, syncApp } from "../protocol/sync-app";
import { inTransaction } from "../store/connection";
import { listFunctions, saveApp } from "../store/functions";
import { announceChange } from "../store/settings";
import { type EngineContext, now } from "./context";

/** Stores what an app registered and works with it from now on. Other executors are told. */
export async function saveRegistration(context: EngineContext, app: AppDescription): Promise<void> {
  const before = JSON.stringify(context.registry.list());
  await inTransaction(context.pool, async (db) => {
    await saveApp(db, app, now(context));
  });
  await loadRegistry(context);
  const isChanged = JSON.stringify(context.registry.list()) !== before;
  if (isChanged) {
    await announceChange(context.pool);
    context.log.info(`${app.functions.length} functions registered by ${app.appId} (${app.url})`);
    context.wake.timers();
  }
}

/** Reads the registered functions from the database. */
export async function loadRegistry(context: EngineContext): Promise<void> {
  const functions = await listFunctions(context.pool);
  context.registry.replace(functions.map((item) => item.config));
}

/**
 * Asks the app for its functions. When it answers, the app counts as up, even if its functions are refused: what was
 * registered before stays in force. When it does not, it counts as down, and nothing is dispatched or called.
 */
export async function registerApp(context: EngineContext): Promise<void> {
  const { app, log, options } = context;
  const wasUp = app.isUp;
  const lastFault = app.fault;
  try {
    const description = await syncApp(options.appUrl, options.signingKey, context.stopping.signal);
    await saveRegistration(context, description);
    app.isUp = true;
    app.fault = null;
  } catch (error) {
    if (context.stopping.signal.aborted) return;
    app.fault = error instanceof Error ? error.message : String(error);
    // An app that is not up yet is the ordinary case at start, not news.
    if (error instanceof AppUnreachableError) app.isUp = false;
    else if (app.fault !== lastFault) log.error("the app could not be registered", app.fault);
    if (error instanceof FunctionRefusedError) app.isUp = true;
  }
  if (app.isUp && !wasUp) {
    context.wake.dispatch();
    context.wake.timers();
    context.wake.calls();
  }
}

/** Whether something accepts connections at the app's address. Sends nothing, so the app logs nothing. */
export async function isAppListening(appUrl: string): Promise<boolean> {
  const url = new URL(appUrl);
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  return await new Promise((resolve) => {
    const socket = connect({ host: url.hostname.replace(/^\[|\]$/g, ""), port });
    const end = (isListening: boolean) => {
      socket.destroy();
      resolve(isListening);
    };
    socket.setTimeout(1_000, () => end(false));
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
  });
}
