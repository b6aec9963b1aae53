import { createLocalStripe, type LocalStripe } from "./create-local-stripe";
import { type CommandLine, readCommandLine, USAGE } from "./options";

const STOP_LIMIT_MS = 1_500;

async function main(): Promise<void> {
  const line = readCommandLine(process.argv.slice(2), process.env);
  if (line.help) return console.log(USAGE);
  const stripe = await createLocalStripe({
    ...line.stripe,
    ...(line.json ? {} : { onLine: (text: string) => console.log(text) }),
  });
  console.log(line.json ? JSON.stringify({ ready: true, url: stripe.url }) : introduce(stripe, line));
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    // what does not close by itself does not keep the process
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    stripe.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(`local stripe: ${error}`);
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

/** What a person needs to begin. */
function introduce(stripe: LocalStripe, { madeSecret, stripe: options }: CommandLine): string {
  const { hostname, port } = new URL(stripe.url);
  const events = options.webhookUrl
    ? `${options.webhookUrl}, signed with ${madeSecret ? stripe.webhookSecret : "the secret you gave"}`
    : "nowhere yet: give --webhook-url, or make an endpoint through the API";
  return `Local Stripe for ${stripe.world.apiVersion}: no money moves
  API      ${stripe.url}, secret key ${options.apiKey === "sk_test_local" ? "sk_test_local" : "as you gave it"}
  SDK      new Stripe(key, { host: "${hostname}", port: ${port}, protocol: "http" })
  Control  ${stripe.world.settings.publicUrl}/_local
  Events   ${events}
  State    ${options.stateDir ? `kept in ${options.stateDir}` : "gone when it stops: --state-dir keeps it"}
Ctrl-C stops it.`;
}

main().catch((error: unknown) => {
  const { code } = error as NodeJS.ErrnoException;
  const message = error instanceof Error ? error.message : String(error);
  const said =
    code === "EADDRINUSE"
      ? "the port is taken: stop what uses it, or choose another with --port."
      : code?.startsWith("ERR_PARSE_ARGS")
        ? `${message.split(". ")[0]}. See --help.`
        : message;
  console.error(said.replaceAll(/^/gm, "local stripe: "));
  process.exit(1);
});
