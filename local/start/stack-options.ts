import type { ComposedEnvironment } from "./compose-environment";
import { PORT_OFFSETS, type Ports } from "./ports";
import type { Progress } from "./progress";
import type { Settings } from "./read-settings";
import type { ServiceName } from "./service-names";
import type { ProcessEvents } from "./supervised-process";

export interface StripeWatch {
  readonly url: string;
  readonly webhookUrl: string;
}

export interface StackOptions {
  readonly root: string;
  /** Where everything this stack keeps lies. One stack at a time works on it. */
  readonly stateDir: string;
  readonly ports: Ports;
  /** What the person set; for a stack that must not see it, no more than PATH and HOME. */
  readonly settings: Settings;
  readonly mode: "production" | "development";
  /** Somebody who stands between the app and the local Stripe: where Stripe is found, and where its events go. */
  readonly stripeWatch?: StripeWatch;
  /** False leaves the app out: the stand-ins alone. */
  readonly app?: boolean;
  /** False skips the demo data. */
  readonly seed?: boolean;
  readonly progress?: Progress;
  readonly onLine?: ProcessEvents["onLine"];
  /** The app ended too often to go on. */
  readonly onGiveUp?: (sentence: string) => void;
  /** Ends a start that is still under way. */
  readonly signal?: AbortSignal;
}

export interface StackUrls {
  readonly app: string;
  readonly gateway: string;
  readonly stripe: string;
  readonly inngest: string;
  readonly identity: string;
  readonly mail: string;
  readonly smtp: string;
  /** The owner's connection, for migrations and for tests that look into tables. */
  readonly database: string;
}

/** A running stack. */
export interface Stack {
  readonly composed: ComposedEnvironment;
  /** The environment scripts and tests of this stack work with. */
  readonly env: Readonly<Record<string, string>>;
  readonly urls: StackUrls;
  /** Process ids of what runs now. */
  pids(): Partial<Record<ServiceName, number>>;
  /** Sends a signal as an accident would; the supervisor starts the service again. */
  kill(service: ServiceName, signal: NodeJS.Signals): Promise<void>;
  waitUntilReady(service: ServiceName, limitMs?: number): Promise<void>;
  restart(service: ServiceName): Promise<void>;
  /** Stops one service and leaves it stopped until `restart`. */
  halt(service: ServiceName): Promise<void>;
  /** Applies new migrations and lets the gateway see them. Returns how many there were. */
  migrate(): Promise<number>;
  /** Ends every part, then gives the state directory back. `force` does not wait for anything. */
  stop(force?: boolean): Promise<void>;
}

export function computeUrls(ports: Ports, composed: ComposedEnvironment): StackUrls {
  const at = (name: keyof typeof PORT_OFFSETS): string =>
    `http://127.0.0.1:${ports.base + PORT_OFFSETS[name]}`;
  return {
    app: composed.app.APP_URL ?? "",
    gateway: at("gateway"),
    stripe: composed.app.STRIPE_API_URL || at("stripe"),
    inngest: at("inngest"),
    identity: at("identity"),
    mail: at("mail"),
    smtp: `smtp://127.0.0.1:${ports.base + PORT_OFFSETS.smtp}`,
    database: composed.ownerDatabaseUrl ?? "",
  };
}
