import Stripe from "stripe";
import {
  createLocalStripe,
  type LocalStripe,
  type LocalStripeOptions,
} from "@/local/stripe/create-local-stripe";
import { eventBody } from "@/local/stripe/events/event-body";
import type { EventRecord } from "@/local/stripe/state/records";
import { type ContractProxy, startContractProxy } from "./contract-proxy";
import { REPORTS_VARIABLE } from "./contract-report";

export interface CheckedOptions extends LocalStripeOptions {
  /** Judge one event in so many: for measurements that make hundreds of thousands of the same. */
  judgeOneEventIn?: number;
  /** Folder for what was judged, instead of the run's: for tests that break the contract to see it told. */
  reports?: string;
}

export interface CheckedStripe {
  local: LocalStripe;
  /** The real SDK, calling through the contract. */
  stripe: Stripe;
  proxy: ContractProxy;
  /** Another client of the same Stripe, through the contract as well. */
  client(options?: { apiKey?: string; retries?: number }): Stripe;
  /** Everything that broke the contract so far: calls and events. Empty is good. */
  violations(): string[];
  /** Stops it. @throws when anything broke the contract */
  close(): Promise<void>;
}

/**
 * A local Stripe with the real SDK talking to it through the contract. The only way tests make one: what they call and
 * what it emits is judged, and counted in the result of the whole run.
 */
export async function startCheckedStripe({
  judgeOneEventIn = 1,
  reports = process.env[REPORTS_VARIABLE],
  ...options
}: CheckedOptions = {}): Promise<CheckedStripe> {
  const local = await createLocalStripe({ apiKey: "sk_test_checked", ...options });
  const proxy = await startContractProxy(local.url);
  const { report, checker } = proxy;
  const unjudged: EventRecord[] = [];
  const deliver = local.world.onEvents;
  let emitted = 0;
  // records are immutable: they may be judged when there is time
  local.world.onEvents = (events) => {
    for (const { id } of events) {
      const record = local.world.state.events.find(id);
      if (record && emitted++ % judgeOneEventIn === 0) unjudged.push(record);
    }
    deliver(events);
  };
  const judgeEvents = () => {
    for (const event of unjudged.splice(0)) {
      const body: unknown = JSON.parse(JSON.stringify(eventBody(event, local.world.apiVersion)));
      report.addEvent(event.type, checker.judgeObject(body as { object: string }));
    }
  };
  const client: CheckedStripe["client"] = ({ apiKey = local.apiKey, retries = 0 } = {}) =>
    new Stripe(apiKey, {
      host: "127.0.0.1",
      port: proxy.port,
      protocol: "http",
      maxNetworkRetries: retries,
      telemetry: false,
    });
  return {
    local,
    stripe: client(),
    proxy,
    client,
    violations() {
      judgeEvents();
      return report.errors();
    },
    async close() {
      await proxy.close();
      await local.close();
      judgeEvents();
      report.leaveFor(reports);
      const errors = report.errors();
      if (errors.length > 0) throw new Error(`Stripe's contract was broken:\n${errors.join("\n")}`);
    },
  };
}
