import type { ContractChecker } from "./contract-checker";
import type { ContractReport } from "./contract-report";
import { type Passage, passOn } from "./pass-on";

/** Judges the body of one webhook as it was sent: an event and the object inside it, or a thin notification's frame. */
export function judgeDelivery(checker: ContractChecker, report: ContractReport, body: string): void {
  const fail = (type: string, message: string) =>
    report.addEvent(type, [{ rule: "bad_event", severity: "error", pointer: "/", message }]);
  let event: { object?: unknown; id?: unknown; type?: unknown; created?: unknown };
  try {
    event = JSON.parse(body) as typeof event;
  } catch {
    fail("unknown", `the body is not JSON: ${body.slice(0, 80)}`);
    return;
  }
  const type = typeof event.type === "string" ? event.type : "unknown";
  if (event.object === "v2.core.event") {
    report.thinEvents++;
    if (typeof event.id !== "string" || typeof event.created !== "string")
      fail(type, "a thin event lacks its id or its time");
    return;
  }
  report.addEvent(type, checker.judgeObject(event as { object: string }));
}

/** Stands between a Stripe and an application's webhook, passes everything on, and judges every event. */
export function startEventRelay(
  target: string,
  checker: ContractChecker,
  report: ContractReport,
): Promise<Passage> {
  return passOn(target, ({ body }) => judgeDelivery(checker, report, body.toString()));
}
