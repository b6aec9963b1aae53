import type { EventOutbox, WaitingEvent } from "./outbox";
import { signEvent } from "./sign-event";

/** Waits after each failed attempt. Svix tries over 27 hours; here the first ones are shorter, for restarts. */
const BACKOFF_SECONDS = [1, 2, 5, 10, 30, 60, 300, 1_800, 7_200, 18_000, 36_000, 36_000];
const TIMEOUT_MS = 20_000;
const LOOK_EVERY_MS = 1_000;

export interface DelivererOptions {
  readonly outbox: EventOutbox;
  readonly url: string;
  readonly secret: string;
}

/** Sends stored events to the app: signed, in order, tried again until the app has taken them. */
export class EventDeliverer {
  readonly #options: DelivererOptions;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;

  constructor(options: DelivererOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => this.nudge(), LOOK_EVERY_MS);
    this.nudge();
  }

  /** Looks for waiting events now. Looks that overlap are one. */
  nudge(): void {
    this.#running ??= this.#deliverWaiting()
      .catch((error: unknown) => console.error(error))
      .finally(() => {
        this.#running = null;
      });
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#running;
  }

  async #deliverWaiting(): Promise<void> {
    for (const event of await this.#options.outbox.listDue()) {
      const failure = await this.#send(event);
      if (failure === null) {
        await this.#options.outbox.markDelivered(event.id);
        continue;
      }
      const waitSeconds = BACKOFF_SECONDS[event.attempts] ?? null;
      await this.#options.outbox.noteFailure(event.id, failure, waitSeconds);
    }
  }

  /** @returns why the app has not taken it; null when it has. */
  async #send(event: WaitingEvent): Promise<string | null> {
    const body = JSON.stringify({
      object: "event",
      type: event.type,
      data: event.data,
      timestamp: event.createdAt.getTime(),
      instance_id: "ins_local",
      event_attributes: { http_request: { client_ip: "127.0.0.1", user_agent: "local identity" } },
    });
    try {
      const answer = await fetch(this.#options.url, {
        method: "POST",
        headers: { "content-type": "application/json", ...signEvent(event.id, body, this.#options.secret) },
        body,
        redirect: "manual",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const said = await answer.text();
      return answer.ok ? null : `${answer.status}: ${said.slice(0, 300)}`;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}
