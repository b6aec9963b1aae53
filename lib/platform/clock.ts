/** Where the time comes from. Everything that depends on the time takes a clock, so that a test can hold it. */
export interface Clock {
  /** The current instant. */
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
