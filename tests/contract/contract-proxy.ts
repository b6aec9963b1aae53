import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { loadContract } from "@/local/stripe/contract/load-contract";
import { ContractChecker } from "./contract-checker";
import { ContractReport } from "./contract-report";
import { startEventRelay } from "./event-relay";
import { type Passage, passOn } from "./pass-on";

export interface ContractProxy extends Passage {
  checker: ContractChecker;
  report: ContractReport;
}

/** Stands between an application and a Stripe, passes everything on, and judges every call under /v1. */
export async function startContractProxy(upstream: string, port = 0): Promise<ContractProxy> {
  const checker = new ContractChecker(loadContract());
  const report = new ContractReport();
  const passage = await passOn(
    upstream,
    ({ method, target, body, answer, text }) => {
      if (!target.pathname.startsWith("/v1/")) return;
      const judgement = checker.judge({
        method,
        pathname: target.pathname,
        form: [target.search.slice(1), body.toString()].filter(Boolean).join("&"),
        status: answer.statusCode ?? 0,
        answer: text.toString(),
        requestId: String(answer.headers["request-id"] ?? "") || null,
      });
      report.addCall(judgement.operation ?? `${method} ${target.pathname}`, judgement);
    },
    port,
  );
  return { ...passage, checker, report };
}

const USAGE = `tsx tests/contract/contract-proxy.ts --upstream <url> [--port <n>] [--events-to <url>] [--reports <folder>]
  --upstream   the Stripe to stand in front of
  --port       where to listen (a free port)
  --events-to  also stand in front of this application, and judge the events that are sent to it
  --reports    leave what was seen in this folder
On SIGTERM it says what it saw, and exits 1 when anything broke the contract.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "0" },
      upstream: { type: "string" },
      "events-to": { type: "string" },
      reports: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return console.log(USAGE);
  if (!values.upstream) throw new Error(`--upstream is missing.\n${USAGE}`);
  const proxy = await startContractProxy(values.upstream, Number(values.port));
  const relay = values["events-to"]
    ? await startEventRelay(values["events-to"], proxy.checker, proxy.report)
    : null;
  console.log(JSON.stringify({ ready: true, url: proxy.url, ...(relay ? { eventsUrl: relay.url } : {}) }));
  const stop = () => {
    const { report } = proxy;
    const errors = report.errors();
    report.leaveFor(values.reports);
    console.log(
      `${report.calls} calls of ${report.operations.size} operations, ${report.events} events, ${errors.length} violations`,
    );
    for (const error of errors) console.log(error);
    void Promise.all([proxy.close(), relay?.close()]).then(() => process.exit(errors.length > 0 ? 1 : 0));
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
