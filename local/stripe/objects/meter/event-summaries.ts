import type { Stripe } from "stripe";
import { listPageOf, type Page } from "../../http/list-page";
import { invalidRequest } from "../../http/stripe-error";
import type { Stored } from "../../state/stored";
import type { World } from "../../world";
import { usageOf } from "./usage";

const MINUTE = 60;
const WINDOWS: Record<string, number> = { hour: 3600, day: 86_400 };

type Summary = Stored<Stripe.Billing.MeterEventSummary>;

/**
 * What a customer used of a meter, in one sum or by hour or day, newest first. Bounds lie on whole minutes, with a
 * window on whole hours or days of UTC (https://docs.stripe.com/api/billing/meter-event-summary/list).
 */
export function listEventSummaries(
  world: World,
  meter: string,
  params: Stripe.Billing.MeterListEventSummariesParams,
): Page<Summary> {
  const window = params.value_grouping_window ? WINDOWS[params.value_grouping_window] : undefined;
  if (params.value_grouping_window && !window)
    throw invalidRequest(
      "Invalid value_grouping_window: must be one of day or hour",
      "value_grouping_window",
    );
  for (const name of ["start_time", "end_time"] as const)
    if (params[name] % (window ?? MINUTE) !== 0)
      throw invalidRequest(
        `The ${name} must be aligned with ${window ? `${params.value_grouping_window}` : "minute"} boundaries.`,
        name,
      );
  if (params.end_time <= params.start_time)
    throw invalidRequest("end_time must be after start_time.", "end_time");
  const step = window ?? params.end_time - params.start_time;
  const summaries: Summary[] = [];
  for (let start = params.start_time; start < params.end_time; start += step) {
    const value = usageOf(world, meter, params.customer, { start, end: start + step });
    if (value === 0 && window) continue;
    summaries.unshift({
      id: `mtrusg_${meter.slice(4)}_${start}`,
      object: "billing.meter_event_summary",
      aggregated_value: value,
      start_time: start,
      end_time: start + step,
      livemode: false,
      meter,
    });
  }
  return listPageOf(summaries, params, `/v1/billing/meters/${meter}/event_summaries`);
}
