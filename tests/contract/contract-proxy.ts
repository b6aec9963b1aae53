import { createServer, request as forward, type IncomingMessage, type Server } from "node:http";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { loadContract } from "@/local/stripe/contract/load-contract";
import { ContractChecker } from "./contract-checker";
import type { Violation } from "./violation";

export interface ContractReport {
  calls: number;
  /** Operation -> how often it was called. */
  operations: Map<string, number>;
  violations: (Violation & { call: string })[];
}

export interface ContractProxy {
  url: string;
  port: number;
  report: ContractReport;
  /** The violations that are errors, each as one line. */
  errors(): string[];
  close(): Promise<void>;
}

/** Stands between an application and a Stripe, passes everything on, and judges every call under /v1. */
export async function startContractProxy(upstream: string, port = 0): Promise<ContractProxy> {
  const checker = new ContractChecker(loadContract());
  const report: ContractReport = { calls: 0, operations: new Map(), violations: [] };
  const server: Server = createServer((incoming, outgoing) => {
    void (async () => {
      const body = await readAll(incoming);
      const target = new URL(incoming.url ?? "/", upstream);
      const headers = { ...incoming.headers, host: target.host, "content-length": String(body.length) };
      const passed = forward(
        target,
        { method: incoming.method ?? "GET", headers, agent: false },
        (answer) => {
          void readAll(answer).then((text) => {
            if (target.pathname.startsWith("/v1/")) {
              const judgement = checker.judge({
                method: incoming.method ?? "GET",
                pathname: target.pathname,
                form: [target.search.slice(1), body.toString()].filter(Boolean).join("&"),
                status: answer.statusCode ?? 0,
                answer: text.toString(),
                requestId: String(answer.headers["request-id"] ?? "") || null,
              });
              report.calls++;
              if (judgement.operation)
                report.operations.set(
                  judgement.operation,
                  (report.operations.get(judgement.operation) ?? 0) + 1,
                );
              for (const violation of judgement.violations)
                report.violations.push({ ...violation, call: `${incoming.method} ${target.pathname}` });
            }
            outgoing.writeHead(answer.statusCode ?? 502, {
              ...answer.headers,
              "content-length": String(text.length),
            });
            outgoing.end(text);
          });
        },
      );
      // what the upstream cuts is cut here as well
      passed.on("error", () => incoming.socket.destroy());
      passed.end(body);
    })();
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address();
  const bound = typeof address === "object" && address ? address.port : port;
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    report,
    errors: () =>
      report.violations
        .filter((violation) => violation.severity === "error")
        .map(
          (violation) => `${violation.call} ${violation.pointer}: ${violation.rule}: ${violation.message}`,
        ),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** `tsx tests/contract/contract-proxy.ts --port 4010 --upstream http://127.0.0.1:4002`: exits 1 when there were errors. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: "string", default: "0" }, upstream: { type: "string" } },
  });
  if (!values.upstream) throw new Error("--upstream is missing: the URL of the Stripe to stand in front of.");
  const proxy = await startContractProxy(values.upstream, Number(values.port));
  console.log(JSON.stringify({ ready: true, url: proxy.url }));
  const stop = () => {
    const errors = proxy.errors();
    console.log(
      `${proxy.report.calls} calls, ${proxy.report.operations.size} operations, ${errors.length} errors`,
    );
    for (const error of errors) console.log(error);
    void proxy.close().then(() => process.exit(errors.length > 0 ? 1 : 0));
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
