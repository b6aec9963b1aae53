import type { Stripe } from "stripe";
import { advanceTestClock } from "../../clock/advance-clock";
import { listPage } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { invalidRequest, noSuch, StripeError } from "../../http/stripe-error";
import type { TestClock } from "../../state/records";
import type { World } from "../../world";
import { deleteCustomer } from "../customer/delete-customer";

/** Stripe deletes a test clock after 30 days. */
const KEPT_SECONDS = 30 * 86_400;

function getClock(world: World, id: string): TestClock {
  const clock = world.state.testClocks.find(id);
  if (!clock) throw noSuch("test clock", id, "test_clock");
  return clock;
}

/** Starts the journey to a time; it is over when the clock is `ready` again (https://docs.stripe.com/billing/testing/test-clocks). */
function startAdvance(world: World, id: string, until: number): TestClock {
  const clock = getClock(world, id);
  if (clock.status === "advancing")
    throw new StripeError(
      429,
      "invalid_request_error",
      "lock_timeout",
      "Test clock advancement underway - cannot perform modifications.",
    );
  if (until <= clock.frozen_time)
    throw invalidRequest("The frozen time must be after the clock's current frozen time.", "frozen_time");
  const advancing = world.state.testClocks.put({
    ...clock,
    status: "advancing",
    status_details: { advancing: { target_frozen_time: until } },
  });
  world.emit("test_helpers.test_clock.advancing", advancing);
  setImmediate(() => {
    advanceTestClock(world, id, until).catch((error: unknown) => {
      console.error(`local stripe: test clock ${id} failed: ${error instanceof Error ? error.stack : error}`);
      const stuck = world.state.testClocks.find(id);
      if (!stuck) return;
      world.transact(() => {
        const failed = world.state.testClocks.put({
          ...stuck,
          status: "internal_failure",
          status_details: {},
        });
        world.emit("test_helpers.test_clock.internal_failure", failed);
      });
    });
  });
  return advancing;
}

export const testClockOperations = [
  operation<Stripe.TestHelpers.TestClockCreateParams>(
    "POST",
    "/v1/test_helpers/test_clocks",
    ["frozen_time", "name"],
    ({ world, params }) => {
      const clock = world.state.testClocks.put({
        id: world.newId("clock"),
        object: "test_helpers.test_clock",
        created: world.now(),
        deletes_after: world.now() + KEPT_SECONDS,
        frozen_time: params.frozen_time,
        livemode: false,
        name: params.name ?? null,
        status: "ready",
        status_details: {},
      });
      world.emit("test_helpers.test_clock.created", clock);
      return clock;
    },
  ),
  listOperation<Stripe.TestHelpers.TestClockListParams>(
    "/v1/test_helpers/test_clocks",
    [],
    ({ world, params }) => listPage(world.state.testClocks, params, { url: "/v1/test_helpers/test_clocks" }),
  ),
  operation("GET", "/v1/test_helpers/test_clocks/{id}", [], ({ world, id }) => getClock(world, id)),
  operation<Stripe.TestHelpers.TestClockAdvanceParams>(
    "POST",
    "/v1/test_helpers/test_clocks/{id}/advance",
    ["frozen_time"],
    ({ world, params, id }) => startAdvance(world, id, params.frozen_time),
  ),
  operation("DELETE", "/v1/test_helpers/test_clocks/{id}", [], ({ world, id }) => {
    const clock = getClock(world, id);
    for (const customer of [...world.state.customers.newestFirst({ index: "test_clock", key: id })])
      deleteCustomer(world, customer.id);
    world.state.testClocks.delete(id);
    world.emit("test_helpers.test_clock.deleted", clock);
    return { id, object: "test_helpers.test_clock", deleted: true };
  }),
];
