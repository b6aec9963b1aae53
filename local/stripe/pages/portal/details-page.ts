import { html } from "hono/html";
import type { Customer } from "../../state/records";
import type { World } from "../../world";
import { countryName } from "../countries";
import { addressFields, countryField, field, type Problem, problemAlert } from "../form-parts";
import { layout } from "../layout";
import { type PortalView, wayBack } from "./open-portal";

export const DETAILS = [
  "name",
  "email",
  "phone",
  "line1",
  "line2",
  "city",
  "state",
  "postal_code",
  "country",
  "taxId",
] as const;

/** A customer's details as the form's fields hold them. */
export type Details = Record<(typeof DETAILS)[number], string>;

/** Whether the customer may change any of it here. */
export function canChangeDetails({ configuration }: PortalView): boolean {
  const { enabled, allowed_updates } = configuration.features.customer_update;
  return (
    enabled && allowed_updates.some((part) => ["name", "email", "phone", "address", "tax_id"].includes(part))
  );
}

export function detailsOf({ name, email, phone, address }: Customer): Details {
  return {
    name: name ?? "",
    email: email ?? "",
    phone: phone ?? "",
    line1: address?.line1 ?? "",
    line2: address?.line2 ?? "",
    city: address?.city ?? "",
    state: address?.state ?? "",
    postal_code: address?.postal_code ?? "",
    country: address?.country ?? "",
    taxId: "",
  };
}

/** What is known of the customer, on the portal's first page. */
export function detailsSection(world: World, view: PortalView, customer: Customer) {
  const { address, name, email, phone } = customer;
  const place = [address?.postal_code, address?.city, address?.state].filter(Boolean).join(" ");
  const lines = [
    name,
    email,
    phone,
    address?.line1,
    address?.line2,
    place,
    address?.country && countryName(address.country),
  ].filter(Boolean);
  const taxIds = [...world.state.taxIds.newestFirst({ index: "customer", key: customer.id })];
  return html`<section class="card" aria-labelledby="details">
    <h2 id="details">Billing details</h2>
    <p>${lines.length === 0 ? "Nothing is known yet." : lines.map((line, at) => html`${at > 0 ? html`<br />` : ""}${line}`)}${taxIds.map(({ value }) => html`<br />Tax ID ${value}`)}</p>
    ${canChangeDetails(view) ? html`<a class="button quiet" href="${view.base}/details">Change billing details</a>` : ""}
  </section>`;
}

/** The form for it: only what the portal lets a customer change. */
export function portalDetails(view: PortalView, form: Details, problem: Problem | null = null) {
  const may = (part: string) =>
    view.configuration.features.customer_update.allowed_updates.some((allowed) => allowed === part);
  return layout(
    "Billing details",
    html`<div class="card">
      <h1>Billing details</h1>
      ${problemAlert(problem)}
      <form method="post" action="${view.base}/details" novalidate>
        ${may("name") ? field("name", "Name", form.name, "name", { problem }) : ""}
        ${may("email") ? field("email", "Email", form.email, "email", { type: "email", problem }) : ""}
        ${may("phone") ? field("phone", "Phone", form.phone, "tel", { type: "tel", problem }) : ""}
        ${may("address") ? html`${addressFields(form)} ${countryField(form.country, true)}` : ""}
        ${may("tax_id") ? field("taxId", "Tax ID to add (businesses only)", form.taxId, "off", { problem }) : ""}
        <div class="actions">
          <button type="submit">Save billing details</button>
          <a class="button quiet" href="${wayBack(view)}">Go back</a>
        </div>
      </form>
    </div>`,
    true,
  );
}
