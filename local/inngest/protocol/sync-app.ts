import { z } from "zod";
import { checkFunctionConfig } from "./check-function-config";
import type { FunctionConfig } from "./function-config";
import { sendJson } from "./send-json";
import { signBody } from "./signature";

/** What an app says of itself when it registers. */
export interface AppDescription {
  appId: string;
  url: string;
  sdk: string | null;
  functions: FunctionConfig[];
}

const inBandSchema = z.object({
  app_id: z.string().min(1),
  url: z.string(),
  sdk: z.string().nullish(),
  functions: z.array(z.unknown()),
});

const outOfBandSchema = z.object({
  appName: z.string().min(1),
  url: z.string(),
  sdk: z.string().nullish(),
  functions: z.array(z.unknown()),
});

const SYNC_TIMEOUT_MS = 60_000;

/**
 * Asks an app for its functions (in-band sync).
 * Throws AppUnreachableError while it is down, FunctionRefusedError for a function we cannot run, and an error that
 * says what answered otherwise.
 */
export async function syncApp(
  appUrl: string,
  signingKey: string,
  signal?: AbortSignal,
): Promise<AppDescription> {
  const body = { url: appUrl };
  const headers = {
    "x-inngest-server-kind": "cloud",
    "x-inngest-sync-kind": "in_band",
    "x-inngest-signature": signBody(body, signingKey, Date.now()),
  };
  const options = { timeoutMs: SYNC_TIMEOUT_MS, signal };
  const answer = await sendJson("PUT", new URL(appUrl), JSON.stringify(body), headers, options);
  if (answer.status === 401) {
    throw new Error("the app refused our signature: INNGEST_SIGNING_KEY must be the same there and here");
  }
  if (answer.status !== 200) {
    throw new Error(`the app answered ${answer.status} to registration: ${answer.text.slice(0, 200)}`);
  }
  const parsed = inBandSchema.parse(JSON.parse(answer.text));
  return describeApp(parsed.app_id, parsed.url, parsed.sdk, parsed.functions);
}

/** Reads what an app posts to `/fn/register` of its own accord. Throws ZodError or FunctionRefusedError. */
export function parseRegistration(body: unknown): AppDescription {
  const parsed = outOfBandSchema.parse(body);
  return describeApp(parsed.appName, parsed.url, parsed.sdk, parsed.functions);
}

function describeApp(
  appId: string,
  url: string,
  sdk: string | null | undefined,
  functions: unknown[],
): AppDescription {
  return { appId, url, sdk: sdk ?? null, functions: functions.map(checkFunctionConfig) };
}
