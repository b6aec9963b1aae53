import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Judgement } from "./contract-checker";
import type { Violation } from "./violation";

/** Where a test run gathers what its judges saw; each judge writes a file of its own there. */
export const REPORTS_VARIABLE = "MH_CONTRACT_REPORTS";

let written = 0;

/** What one judge saw: how much of it, and everything that broke the contract, each thing once. */
export class ContractReport {
  calls = 0;
  events = 0;
  /** Events of API v2: they carry no object, so only their frame is judged. */
  thinEvents = 0;
  /** Operation -> how often it was called. */
  readonly operations = new Map<string, number>();
  /** Violation -> how often it was seen. */
  private readonly broken = new Map<string, number>();

  addCall(call: string, judgement: Judgement): void {
    this.calls++;
    const { operation } = judgement;
    if (operation) this.operations.set(operation, (this.operations.get(operation) ?? 0) + 1);
    this.addViolations(call, judgement.violations);
  }

  addEvent(type: string, violations: readonly Violation[]): void {
    this.events++;
    this.addViolations(`event ${type}`, violations);
  }

  /** The violations that are errors, each as one line. */
  errors(): string[] {
    return [...this.broken].map(([line, times]) => (times === 1 ? line : `${line} (${times} times)`));
  }

  /** Leaves what was seen for the test run that asked for it; does nothing outside of one. */
  leaveFor(directory: string | undefined): void {
    if (!directory) return;
    mkdirSync(directory, { recursive: true });
    const content = {
      calls: this.calls,
      events: this.events,
      thinEvents: this.thinEvents,
      operations: [...this.operations.keys()],
      violations: this.errors(),
    };
    writeFileSync(join(directory, `${process.pid}-${written++}.json`), JSON.stringify(content));
  }

  private addViolations(where: string, violations: readonly Violation[]): void {
    for (const { severity, pointer, rule, message } of violations) {
      if (severity !== "error") continue;
      const line = `${where} ${pointer}: ${rule}: ${message}`;
      this.broken.set(line, (this.broken.get(line) ?? 0) + 1);
    }
  }
}
