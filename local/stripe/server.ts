import { parseArgs } from "node:util";
import { createLocalStripe } from "./create-local-stripe";

/** `tsx local/stripe/server.ts --port 4002 --webhook-url … --webhook-secret … --state-dir … --api-key …` */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "4002" },
      host: { type: "string", default: "127.0.0.1" },
      "public-url": { type: "string" },
      "webhook-url": { type: "string" },
      "webhook-secret": { type: "string" },
      "state-dir": { type: "string" },
      "api-key": { type: "string", default: "sk_test_local" },
      "account-name": { type: "string" },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error("--port must be a number between 0 and 65535.");
  if (Boolean(values["webhook-url"]) !== Boolean(values["webhook-secret"]))
    throw new Error("--webhook-url and --webhook-secret go together: give both or neither.");
  const stripe = await createLocalStripe({
    port,
    host: values.host,
    apiKey: values["api-key"],
    ...(values["public-url"] ? { publicUrl: values["public-url"].replace(/\/$/, "") } : {}),
    ...(values["webhook-url"] ? { webhookUrl: values["webhook-url"] } : {}),
    ...(values["webhook-secret"] ? { webhookSecret: values["webhook-secret"] } : {}),
    ...(values["state-dir"] ? { stateDir: values["state-dir"] } : {}),
    ...(values["account-name"]
      ? { account: { id: "acct_1LocalStripe000", name: values["account-name"], country: "US" } }
      : {}),
  });
  console.log(JSON.stringify({ ready: true, url: stripe.url }));
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    // what does not close by itself does not keep the process
    setTimeout(() => process.exit(1), 1500).unref();
    stripe.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(`local stripe: ${error}`);
        process.exit(1);
      },
    );
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

main().catch((error: unknown) => {
  const taken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
  const message = error instanceof Error ? error.message : String(error);
  console.error(`local stripe: ${taken ? "the port is taken; choose another with --port." : message}`);
  process.exit(1);
});
