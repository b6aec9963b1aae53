/** What can be made to go wrong. */
export type FaultKind = "down" | "slow" | "rate_limit" | "error" | "error_after" | "cut";

export const FAULT_KINDS: readonly FaultKind[] = [
  "down",
  "slow",
  "rate_limit",
  "error",
  "error_after",
  "cut",
];

export interface Fault {
  id: number;
  kind: FaultKind;
  /** Beginning of the paths it hits; "/v1" hits all. */
  path: string;
  method: string | null;
  /** Requests it still hits; null is all of them until it is removed. */
  remaining: number | null;
  delayMs: number;
}

/** Faults by path and count. They are not kept over a restart. */
export class Faults {
  private faults: Fault[] = [];
  private nextId = 1;

  add(fault: Omit<Fault, "id">): Fault {
    const added = { ...fault, id: this.nextId++ };
    this.faults.push(added);
    return added;
  }

  list(): readonly Fault[] {
    return this.faults;
  }

  clear(): void {
    this.faults = [];
  }

  /** The fault that hits a request; counts it. */
  take(method: string, pathname: string): Fault | undefined {
    const fault = this.faults.find(
      (candidate) =>
        pathname.startsWith(candidate.path) && (!candidate.method || candidate.method === method),
    );
    if (!fault || fault.remaining === null) return fault;
    fault.remaining--;
    if (fault.remaining <= 0) this.faults = this.faults.filter((candidate) => candidate !== fault);
    return fault;
  }
}
