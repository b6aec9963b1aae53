import type Stripe from "stripe";
import { expect } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { LEAST_CALLS, OPERATIONS, type Part } from "./operations";

/** What the SDK throws. */
interface Refusal {
  code?: string;
  statusCode?: number;
  type: string;
  message: string;
  decline_code?: string;
  param?: string;
}

/** One part of the script of all calls that the product makes: it counts what it calls, and the contract judges it. */
export class Script {
  private calls = 0;

  private constructor(readonly checked: CheckedStripe) {}

  static async start(): Promise<Script> {
    return new Script(await startCheckedStripe());
  }

  get stripe(): Stripe {
    return this.checked.stripe;
  }

  /** Counts what it waits for. */
  readonly call = async <T>(answer: PromiseLike<T>): Promise<T> => {
    this.calls++;
    return await answer;
  };

  /** A refusal, as the SDK throws it. */
  readonly refused = async (answer: PromiseLike<unknown>): Promise<Refusal> => {
    this.calls++;
    try {
      await answer;
    } catch (error) {
      return error as never;
    }
    throw new Error("The call was expected to be refused.");
  };

  /** Pays a checkout session as a person would. */
  readonly complete = async (
    session: string,
    body: object,
  ): Promise<{ state: string; code?: string; message?: string }> => {
    const answer = await fetch(`${this.checked.local.url}/_local/checkout/${session}/complete`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as { state: string };
  };

  /** The part has called all that it is there for, often enough, and nothing broke the contract. */
  expectCovered(part: Part): void {
    expect(this.checked.violations()).toEqual([]);
    expect(this.calls).toBeGreaterThanOrEqual(LEAST_CALLS[part]);
    expect([...this.checked.proxy.report.operations.keys()]).toEqual(
      expect.arrayContaining([...OPERATIONS[part]]),
    );
  }

  close(): Promise<void> {
    return this.checked.close();
  }
}
