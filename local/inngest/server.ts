import { serve } from "@hono/node-server";
import { startEngine } from "./engine/engine";
import { createHttpApp } from "./http/app";
import { createLog } from "./log";
import { parseOptions, USAGE } from "./options";

const log = createLog((line) => process.stderr.write(line));

function stopWithMessage(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

async function main(): Promise<void> {
  if (process.argv.includes("--help")) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const options = parseOptions(process.argv.slice(2), process.env);
  const engine = await startEngine(options, log);
  const server = serve({ fetch: createHttpApp(engine).fetch, port: options.port, hostname: "127.0.0.1" });
  server.on("error", (error: NodeJS.ErrnoException) => {
    const isTaken = error.code === "EADDRINUSE";
    stopWithMessage(isTaken ? `port ${options.port} is taken; choose another with --port` : error.message);
  });
  server.on("listening", () => {
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : options.port;
    process.stdout.write(`${JSON.stringify({ ready: true, url: `http://127.0.0.1:${port}` })}\n`);
  });
  let isStopping = false;
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    // Whatever hangs, the process is gone within two seconds; what it held is taken over by its lease.
    setTimeout(() => process.exit(1), 1_900).unref();
    server.close();
    if ("closeAllConnections" in server) server.closeAllConnections();
    await engine.stop();
    process.exit(0);
  };
  process.on("SIGTERM", () => void stop());
  process.on("SIGINT", () => void stop());
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  stopWithMessage(`the local Inngest executor could not start: ${message}`);
});
