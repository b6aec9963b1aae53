/** How the start-up tells what it does. Tests give a silent one. */
export interface Progress {
  /** One line about what happens now. */
  readonly step: (text: string) => void;
  /** Something the person should know about. */
  readonly warn: (text: string) => void;
}

export const silentProgress: Progress = { step: () => undefined, warn: () => undefined };
