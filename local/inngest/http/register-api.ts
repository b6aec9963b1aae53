import { Hono } from "hono";
import { ZodError } from "zod";
import type { EngineContext } from "../engine/context";
import { saveRegistration } from "../engine/register-app";
import { FunctionRefusedError } from "../protocol/check-function-config";
import { parseRegistration } from "../protocol/sync-app";
import { requireSigningKey } from "./require-signing-key";
import { readJson, respondError } from "./respond";

/** `POST /fn/register`: an app that registers of its own accord (out-of-band sync). */
export function createRegisterApi(context: EngineContext): Hono {
  const app = new Hono();
  app.post("/fn/register", requireSigningKey(context.options.signingKey), async (c) => {
    try {
      await saveRegistration(context, parseRegistration(await readJson(c)));
      return c.json({ ok: true, modified: true, status: 200 });
    } catch (error) {
      if (error instanceof FunctionRefusedError) {
        context.log.error("a registration was refused", error.message);
        return respondError(c, 400, error.message);
      }
      if (error instanceof ZodError) return respondError(c, 400, "this is not a registration of the SDK");
      throw error;
    }
  });
  return app;
}
