import type { Stripe } from "stripe";
import { listPage } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { invalidRequest, missingParam, noSuch } from "../../http/stripe-error";
import { mergeMetadata, newMetadata } from "../../state/metadata";
import type { Schedule, SchedulePhase } from "../../state/records";
import type { World } from "../../world";
import { getCustomer } from "../customer/find-customer";
import { cancelNow } from "../subscription/cancel-subscription";
import { getSubscription } from "../subscription/find-subscription";
import { subscriptionIsOver } from "../subscription/subscription-status";
import { enterPhase } from "./advance-schedule";
import { buildPhases, phaseOf } from "./build-phases";
import { releaseSchedule } from "./release-schedule";

function getSchedule(world: World, id: string): Schedule {
  const schedule = world.state.schedules.find(id);
  if (!schedule) throw noSuch("subscription schedule", id);
  return schedule;
}

function createSchedule(world: World, params: Stripe.SubscriptionScheduleCreateParams): Schedule {
  if (params.from_subscription) {
    if (params.phases || params.customer)
      throw invalidRequest("from_subscription takes no other parameters.", "from_subscription");
    const subscription = getSubscription(world, params.from_subscription, "from_subscription");
    if (subscriptionIsOver(subscription))
      throw invalidRequest("You cannot migrate a subscription that is canceled.", "from_subscription");
    if (subscription.schedule)
      throw invalidRequest(
        `The subscription is already managed by the subscription schedule ${subscription.schedule}.`,
        "from_subscription",
      );
    const phase = phaseOf(subscription);
    const schedule = putSchedule(world, subscription.customer, [phase], "release", {
      current: phase,
      subscription: subscription.id,
    });
    const attached = world.state.subscriptions.patch(subscription.id, { schedule: schedule.id });
    world.emit("subscription_schedule.created", schedule);
    world.emit("customer.subscription.updated", attached, subscription);
    return schedule;
  }
  const customer = getCustomer(world, params.customer ?? "", "customer");
  if (!params.phases) throw missingParam("phases");
  const now = world.nowOf(customer.id);
  const start = params.start_date === "now" || params.start_date === undefined ? now : params.start_date;
  const phases = buildPhases(world, params.phases as never, start, customer.currency ?? "usd");
  const schedule = putSchedule(world, customer.id, phases, params.end_behavior ?? "release", {
    current: null,
    subscription: null,
    metadata: newMetadata(params.metadata),
  });
  world.emit("subscription_schedule.created", schedule);
  if (start <= now) enterPhase(world, schedule.id, 0);
  return world.state.schedules.get(schedule.id);
}

function putSchedule(
  world: World,
  customer: string,
  phases: SchedulePhase[],
  endBehavior: Schedule["end_behavior"],
  given: { current: SchedulePhase | null; subscription: string | null; metadata?: Record<string, string> },
): Schedule {
  return world.state.schedules.put({
    id: world.newId("sub_sched"),
    object: "subscription_schedule",
    application: null,
    billing_mode: { flexible: { proration_discounts: "included" }, type: "flexible" },
    canceled_at: null,
    completed_at: null,
    created: world.nowOf(customer),
    current_phase: given.current
      ? { start_date: given.current.start_date, end_date: given.current.end_date }
      : null,
    customer,
    customer_account: null,
    default_settings: {
      application_fee_percent: null,
      billing_cycle_anchor: "automatic",
      billing_thresholds: null,
      collection_method: "charge_automatically",
      default_payment_method: null,
      description: null,
      invoice_settings: {
        account_tax_ids: null,
        custom_fields: null,
        days_until_due: null,
        description: null,
        footer: null,
        issuer: { type: "self" },
      },
      on_behalf_of: null,
      transfer_data: null,
    },
    end_behavior: endBehavior,
    livemode: false,
    metadata: given.metadata ?? {},
    pause_schedules: [],
    phases,
    released_at: null,
    released_subscription: null,
    status: given.current ? "active" : "not_started",
    subscription: given.subscription,
    test_clock: world.clockOf(customer),
  });
}

function updateSchedule(world: World, id: string, params: Stripe.SubscriptionScheduleUpdateParams): Schedule {
  const before = getSchedule(world, id);
  if (before.status !== "active" && before.status !== "not_started")
    throw invalidRequest(
      `You cannot update a subscription schedule that is in the \`${before.status}\` status.`,
    );
  const start =
    before.current_phase?.start_date ?? before.phases[0]?.start_date ?? world.now(before.test_clock);
  const currency = before.phases[0]?.currency ?? "usd";
  const phases = params.phases ? buildPhases(world, params.phases, start, currency) : before.phases;
  const current = before.current_phase ? phases[0] : undefined;
  const after = world.state.schedules.put({
    ...before,
    phases,
    end_behavior: params.end_behavior ?? before.end_behavior,
    metadata: mergeMetadata(before.metadata ?? {}, params.metadata),
    current_phase: current
      ? { start_date: current.start_date, end_date: current.end_date }
      : before.current_phase,
  });
  world.emit("subscription_schedule.updated", after, before);
  return after;
}

function checkIsOpen(schedule: Schedule): void {
  if (schedule.status !== "active" && schedule.status !== "not_started")
    throw invalidRequest(
      `You cannot end a subscription schedule that is in the \`${schedule.status}\` status.`,
    );
}

export const scheduleOperations = [
  operation<Stripe.SubscriptionScheduleCreateParams>(
    "POST",
    "/v1/subscription_schedules",
    ["customer", "end_behavior", "from_subscription", "metadata", "phases", "start_date"],
    ({ world, params }) => createSchedule(world, params),
  ),
  listOperation<Stripe.SubscriptionScheduleListParams>(
    "/v1/subscription_schedules",
    ["customer"],
    ({ world, params }) =>
      listPage(world.state.schedules, params, {
        url: "/v1/subscription_schedules",
        by: params.customer ? { index: "customer", key: params.customer } : undefined,
      }),
  ),
  operation("GET", "/v1/subscription_schedules/{id}", [], ({ world, id }) => getSchedule(world, id)),
  operation<Stripe.SubscriptionScheduleUpdateParams>(
    "POST",
    "/v1/subscription_schedules/{id}",
    ["end_behavior", "metadata", "phases"],
    ({ world, params, id }) => updateSchedule(world, id, params),
  ),
  operation("POST", "/v1/subscription_schedules/{id}/release", [], ({ world, id }) => {
    checkIsOpen(getSchedule(world, id));
    return releaseSchedule(world, id, "released");
  }),
  operation("POST", "/v1/subscription_schedules/{id}/cancel", [], ({ world, id }) => {
    const schedule = getSchedule(world, id);
    checkIsOpen(schedule);
    const subscription = schedule.subscription
      ? world.state.subscriptions.find(schedule.subscription)
      : undefined;
    if (subscription) cancelNow(world, subscription, { reason: "cancellation_requested" });
    else releaseSchedule(world, id, "canceled");
    return world.state.schedules.get(id);
  }),
];
