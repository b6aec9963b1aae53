import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import type { ServiceName } from "@/local/start/service-names";
import type { StackUrls } from "@/local/start/stack";
import type { StackCommand } from "@/local/start/stack-control";

interface Handover {
  /** Where the stack keeps everything: beside the handover itself. */
  readonly stateDir: string;
  readonly urls: StackUrls;
  readonly env: Readonly<Record<string, string>>;
  readonly control: { readonly url: string; readonly token: string };
}

function readHandover(): Handover {
  const path = process.env.MH_TEST_STACK;
  if (path === undefined) {
    throw new Error("This test needs the running stack: run it with npm test -- --only integration <file>.");
  }
  return {
    ...(JSON.parse(readFileSync(path, "utf8")) as Omit<Handover, "stateDir">),
    stateDir: dirname(path),
  };
}

const handover = readHandover();

async function command(content: StackCommand): Promise<unknown> {
  const response = await fetch(handover.control.url, {
    method: "POST",
    headers: { authorization: `Bearer ${handover.control.token}` },
    body: JSON.stringify(content),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`The stack refused ${content.do}: ${JSON.stringify(answer)}`);
  return answer;
}

function required(name: string): string {
  const value = handover.env[name];
  if (value === undefined || value === "") throw new Error(`The test stack has no ${name}.`);
  return value;
}

/** The stack this test run works against. It is shared: a test makes its own accounts and leaves others alone. */
export const stack = {
  urls: handover.urls,
  stateDir: handover.stateDir,
  /** The composed environment, as the app has it; `required` names what must be there. */
  env: handover.env,
  keys: {
    stripeSecret: required("STRIPE_SECRET_KEY"),
    stripeWebhookSecret: required("STRIPE_WEBHOOK_SECRETS"),
    inngestEvent: required("INNGEST_EVENT_KEY"),
    inngestSigning: required("INNGEST_SIGNING_KEY"),
    supabasePublishable: required("SUPABASE_PUBLISHABLE_KEY"),
    supabaseJwtSecret: required("SUPABASE_JWT_SECRET"),
    identitySecret: required("LOCAL_IDENTITY_SECRET"),
  },
  /** Sends a signal to one service, as an accident would; the supervisor starts it again. */
  kill: async (service: ServiceName, signal: "SIGKILL" | "SIGTERM" = "SIGKILL"): Promise<void> => {
    await command({ do: "kill", service, signal });
  },
  /** Resolves when the service serves (again). */
  waitUntilReady: async (service: ServiceName, limitMs = 60_000): Promise<void> => {
    await command({ do: "wait", service, limitMs });
  },
  /** Stops and starts one service in order. */
  restart: async (service: ServiceName): Promise<void> => {
    await command({ do: "restart", service });
  },
  /** Stops one service until `restart`. */
  halt: async (service: ServiceName): Promise<void> => {
    await command({ do: "halt", service });
  },
  pids: async (): Promise<Partial<Record<ServiceName, number>>> =>
    (await command({ do: "pids" })) as Partial<Record<ServiceName, number>>,
} as const;
