import Stripe from "stripe";
import { loadContract } from "@/local/stripe/contract/load-contract";
import {
  createLocalStripe,
  type LocalStripe,
  type LocalStripeOptions,
} from "@/local/stripe/create-local-stripe";
import { eventBody } from "@/local/stripe/events/event-body";
import { ContractChecker } from "./contract-checker";
import { type ContractProxy, startContractProxy } from "./contract-proxy";

export interface CheckedStripe {
  local: LocalStripe;
  stripe: Stripe;
  proxy: ContractProxy;
  /** Everything that broke the contract so far: calls and events. Empty is good. */
  violations(): string[];
  close(): Promise<void>;
}

/** A local Stripe with the real SDK talking to it through the contract. */
export async function startCheckedStripe(options: LocalStripeOptions = {}): Promise<CheckedStripe> {
  const local = await createLocalStripe({ apiKey: "sk_test_checked", ...options });
  const proxy = await startContractProxy(local.url);
  const stripe = new Stripe(local.apiKey, {
    host: "127.0.0.1",
    port: proxy.port,
    protocol: "http",
    maxNetworkRetries: 0,
    telemetry: false,
  });
  const checker = new ContractChecker(loadContract());
  return {
    local,
    stripe,
    proxy,
    violations() {
      const events = local.world.state.events.all().flatMap((event) =>
        checker
          .judgeObject(
            JSON.parse(JSON.stringify(eventBody(event, local.world.apiVersion))) as { object: string },
          )
          .filter((violation) => violation.severity === "error")
          .map(
            (violation) =>
              `event ${event.type} ${violation.pointer}: ${violation.rule}: ${violation.message}`,
          ),
      );
      return [...new Set([...proxy.errors(), ...events])];
    },
    async close() {
      await proxy.close();
      await local.close();
    },
  };
}
