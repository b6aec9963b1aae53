import { instant } from "../../events/thin-event-body";
import type { MeterError, MeterReportRecord } from "../../state/records";
import type { World } from "../../world";

/** Where errors go whose event name belongs to no meter. */
const NO_METER = "none";
/** Examples of each kind of error that a report carries. */
const MAX_SAMPLES = 10;

/** Notes why an accepted meter event was not counted; it is reported together with the others of its meter. */
export function noteMeterError(world: World, meter: string | null, error: MeterError): void {
  const id = meter ?? NO_METER;
  const known = world.state.meterReports.find(id);
  const kind = known?.errors[error.code] ?? { count: 0, samples: [] };
  world.state.meterReports.put({
    id,
    since: known?.since ?? world.now(),
    errors: {
      ...known?.errors,
      [error.code]: {
        count: kind.count + 1,
        samples: kind.samples.length < MAX_SAMPLES ? [...kind.samples, error] : kind.samples,
      },
    },
  });
}

/**
 * Reports a meter's errors since the last report as one thin event
 * (https://docs.stripe.com/billing/subscriptions/usage-based/recording-usage-api#handle-meter-event-errors).
 */
export function sendMeterReport(world: World, id: string): void {
  const report = world.state.meterReports.get(id);
  world.state.meterReports.delete(id);
  const isOfMeter = id !== NO_METER;
  world.emitThin(
    isOfMeter ? "v1.billing.meter.error_report_triggered" : "v1.billing.meter.no_meter_found",
    isOfMeter ? { id, type: "billing.meter", url: `/v1/billing/meters/${id}` } : null,
    reportData(world, report),
  );
}

function reportData(world: World, report: MeterReportRecord): object {
  const kinds = Object.entries(report.errors);
  const total = kinds.reduce((sum, [, kind]) => sum + kind.count, 0);
  return {
    developer_message_summary: `There ${total === 1 ? "is 1 invalid event" : `are ${total} invalid events`}`,
    reason: {
      error_count: total,
      error_types: kinds.map(([code, kind]) => ({
        code,
        error_count: kind.count,
        sample_errors: kind.samples.map((sample) => ({
          error_message: sample.message,
          request: { identifier: sample.identifier },
        })),
      })),
    },
    validation_end: instant(world.now()),
    validation_start: instant(report.since),
  };
}
