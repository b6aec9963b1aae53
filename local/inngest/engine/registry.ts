import type { EventPayload } from "../protocol/event-payload";
import { isMatch } from "../protocol/expression";
import { type FunctionConfig, listEventTriggers } from "../protocol/function-config";

/** The registered functions, held in memory and indexed by the events that start them. */
export class Registry {
  #functions = new Map<string, FunctionConfig>();

  replace(configs: FunctionConfig[]): void {
    this.#functions = new Map(configs.map((config) => [config.id, config]));
  }

  get isEmpty(): boolean {
    return this.#functions.size === 0;
  }

  find(functionId: string): FunctionConfig | null {
    return this.#functions.get(functionId) ?? null;
  }

  list(): FunctionConfig[] {
    return [...this.#functions.values()];
  }

  /** The functions an event starts. One with several fitting triggers starts once. */
  listTriggeredBy(event: EventPayload): FunctionConfig[] {
    return this.list().filter((config) =>
      listEventTriggers(config).some(
        (trigger) => isNameMatch(trigger.event, event.name) && isMatch(trigger.expression, { event }),
      ),
    );
  }

  /** Whether any function waits for events of this name. */
  isListenedTo(eventName: string): boolean {
    return this.list().some((config) =>
      listEventTriggers(config).some((trigger) => isNameMatch(trigger.event, eventName)),
    );
  }
}

function isNameMatch(pattern: string, name: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}
