import type { Stripe } from "stripe";
import { listPage } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { invalidRequest, noSuch } from "../../http/stripe-error";
import type { TaxRegistration } from "../../state/records";
import type { World } from "../../world";

type CreateParams = Stripe.Tax.RegistrationCreateParams;

function getRegistration(world: World, id: string): TaxRegistration {
  const registration = world.state.taxRegistrations.find(id);
  if (!registration) throw noSuch("tax registration", id);
  return registration;
}

/** Its status is a matter of time, so it is read off whenever it is shown. */
function withStatus(world: World, registration: TaxRegistration): TaxRegistration {
  const now = world.now();
  const isExpired = registration.expires_at !== null && registration.expires_at <= now;
  return {
    ...registration,
    status: isExpired ? "expired" : registration.active_from > now ? "scheduled" : "active",
  };
}

function createRegistration(world: World, params: CreateParams): TaxRegistration {
  const country = params.country.toUpperCase();
  const options = params.country_options as TaxRegistration["country_options"];
  if (!Object.hasOwn(options, country.toLowerCase()))
    throw invalidRequest(
      `The country_options must describe the registration in ${country}.`,
      `country_options[${country.toLowerCase()}]`,
      "parameter_missing",
    );
  const now = world.now();
  return world.state.taxRegistrations.put({
    id: world.newId("taxreg"),
    object: "tax.registration",
    active_from: readTime(params.active_from, now),
    country,
    country_options: options,
    created: now,
    expires_at: params.expires_at ?? null,
    livemode: false,
    status: "active",
  });
}

const readTime = (given: number | "now" | (string & {}), now: number): number =>
  typeof given === "number" ? given : now;

/** Where the account collects tax (https://docs.stripe.com/api/tax/registrations). */
export const registrationOperations = [
  operation<CreateParams>(
    "POST",
    "/v1/tax/registrations",
    ["active_from", "country", "country_options", "expires_at"],
    ({ world, params }) => withStatus(world, createRegistration(world, params)),
  ),
  listOperation<Stripe.Tax.RegistrationListParams>(
    "/v1/tax/registrations",
    ["status"],
    ({ world, params }) => {
      const page = listPage(world.state.taxRegistrations, params, {
        url: "/v1/tax/registrations",
        where: (registration) =>
          !params.status ||
          params.status === "all" ||
          withStatus(world, registration).status === params.status,
      });
      return { ...page, data: page.data.map((registration) => withStatus(world, registration)) };
    },
  ),
  operation("GET", "/v1/tax/registrations/{id}", [], ({ world, id }) =>
    withStatus(world, getRegistration(world, id)),
  ),
  operation<Stripe.Tax.RegistrationUpdateParams>(
    "POST",
    "/v1/tax/registrations/{id}",
    ["active_from", "expires_at"],
    ({ world, params, id }) => {
      const before = getRegistration(world, id);
      const now = world.now();
      return withStatus(
        world,
        world.state.taxRegistrations.put({
          ...before,
          active_from:
            params.active_from === undefined ? before.active_from : readTime(params.active_from, now),
          expires_at:
            params.expires_at === undefined
              ? before.expires_at
              : params.expires_at
                ? readTime(params.expires_at, now)
                : null,
        }),
      );
    },
  ),
];
