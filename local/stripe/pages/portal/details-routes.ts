import type { Hono } from "hono";
import type { AppEnv } from "../../http/app";
import { taxIdTypeOf } from "../../money/tax";
import { updateCustomer } from "../../objects/customer/update-customer";
import { createTaxId } from "../../objects/tax-id/create-tax-id";
import type { World } from "../../world";
import { isCountry } from "../countries";
import type { Problem } from "../form-parts";
import { canChangeDetails, DETAILS, type Details, detailsOf, portalDetails } from "./details-page";
import { afterAct, gone, openPortal, type PortalView } from "./open-portal";

/** A customer's name, addresses and tax id, as far as the portal lets them be changed. */
export function addDetailsRoutes(routes: Hono<AppEnv>, world: World): void {
  routes.get("/portal/:token/details", (context) => {
    const view = openPortal(world, context);
    if (!view || !canChangeDetails(view)) return gone(context);
    return context.html(portalDetails(view, detailsOf(world.state.customers.get(view.session.customer))));
  });
  routes.post("/portal/:token/details", async (context) => {
    const view = openPortal(world, context);
    if (!view || !canChangeDetails(view)) return gone(context);
    const body = await context.req.parseBody();
    const form = Object.fromEntries(
      DETAILS.map((name) => [name, typeof body[name] === "string" ? body[name].trim() : ""]),
    ) as Details;
    const problem = findProblem(world, view, form);
    if (problem) return context.html(portalDetails(view, form, problem), 422);
    saveDetails(world, view, form);
    return afterAct(context, view, "Your billing details have been changed.");
  });
}

const mayChange = (view: PortalView, part: string): boolean =>
  view.configuration.features.customer_update.allowed_updates.some((allowed) => allowed === part);

function findProblem(world: World, view: PortalView, form: Details): Problem | null {
  if (mayChange(view, "email") && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(form.email))
    return { field: "email", message: "Enter your email address." };
  if (mayChange(view, "address") && form.country && !isCountry(form.country))
    return { message: "Choose a country." };
  if (mayChange(view, "tax_id") && form.taxId && !taxIdType(world, view, form))
    return { field: "taxId", message: "Tax IDs of this country are not known here." };
  return null;
}

/** A business's number is of the kind of its country, of the one in the form when it is asked for there. */
function taxIdType(world: World, view: PortalView, form: Details): string | undefined {
  const known = world.state.customers.get(view.session.customer).address?.country ?? "";
  return taxIdTypeOf(mayChange(view, "address") ? form.country : known);
}

/** Changes what may be changed, whatever else a form brings. */
function saveDetails(world: World, view: PortalView, form: Details): void {
  const { customer } = view.session;
  const { name, email, phone, taxId, ...address } = form;
  world.transact(() => {
    updateCustomer(world, customer, {
      ...(mayChange(view, "name") ? { name } : {}),
      ...(mayChange(view, "email") ? { email } : {}),
      ...(mayChange(view, "phone") ? { phone } : {}),
      ...(mayChange(view, "address") ? { address } : {}),
    });
    const type = taxIdType(world, view, form);
    if (mayChange(view, "tax_id") && taxId && type) createTaxId(world, { customer, type, value: taxId });
  });
}
