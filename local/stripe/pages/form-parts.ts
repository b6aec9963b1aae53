import { html } from "hono/html";
import { countries } from "./countries";

/** What is wrong with a form: a sentence, and the field it is about when it is about one. */
export interface Problem {
  message: string;
  field?: string;
}

interface Look {
  type?: string;
  placeholder?: string;
  inputmode?: string;
  problem?: Problem | null | undefined;
}

/** A labelled field. The one that is wrong says why beside it, and has the focus. */
export function field(id: string, label: string, value: string, autocomplete: string, look: Look = {}) {
  const wrong = look.problem?.field === id ? look.problem.message : null;
  return html`<div class="field">
    <label for="${id}">${label}</label>
    <input id="${id}" name="${id}" type="${look.type ?? "text"}" value="${value}" autocomplete="${autocomplete}" placeholder="${look.placeholder ?? ""}" ${look.inputmode ? html`inputmode="${look.inputmode}"` : ""} ${wrong ? html`aria-invalid="true" aria-describedby="${id}-problem" autofocus` : ""} />
    ${wrong ? html`<p class="wrong" id="${id}-problem" role="alert">${wrong}</p>` : ""}
  </div>`;
}

/** @param mayBeNone whether none is an answer */
export function countryField(chosen: string, mayBeNone = false) {
  const option = ({ code, name }: { code: string; name: string }) =>
    code === chosen
      ? html`<option value="${code}" selected>${name}</option>`
      : html`<option value="${code}">${name}</option>`;
  return html`<div class="field">
    <label for="country">Country or region</label>
    <select id="country" name="country" autocomplete="country">${mayBeNone ? option({ code: "", name: "Not given" }) : ""}${countries.map(option)}</select>
  </div>`;
}

export interface AddressForm {
  line1: string;
  line2: string;
  postal_code: string;
  city: string;
  state: string;
}

/** An address, less its country. */
export function addressFields(form: AddressForm, problem?: Problem | null) {
  return html`${field("line1", "Address", form.line1, "address-line1", { problem })}
    ${field("line2", "Address, second line", form.line2, "address-line2")}
    <div class="pair">
      ${field("postal_code", "Postal code", form.postal_code, "postal-code", { problem })}
      ${field("city", "City", form.city, "address-level2", { problem })}
    </div>
    ${field("state", "State or province", form.state, "address-level1")}`;
}

/** A sentence about the whole form: a declined card, say. */
export function problemAlert(problem: Problem | null | undefined) {
  return problem && !problem.field ? html`<div class="alert" role="alert">${problem.message}</div>` : "";
}

export function cardFields(form: { number: string; expiry: string; cvc: string }, problem?: Problem | null) {
  const digits = { inputmode: "numeric", problem };
  return html`${field("number", "Card number", form.number, "cc-number", { ...digits, placeholder: "4242 4242 4242 4242" })}
    <div class="pair">
      ${field("expiry", "Expiry (MM / YY)", form.expiry, "cc-exp", { ...digits, placeholder: "12 / 34" })}
      ${field("cvc", "CVC", form.cvc, "cc-csc", { ...digits, placeholder: "123" })}
    </div>`;
}

export function testCards() {
  return html`<details>
    <summary class="small">Test cards</summary>
    <table class="small">
      <thead><tr><th scope="col">Number</th><th scope="col">What it does</th></tr></thead>
      <tbody>
        <tr><td><code>4242 4242 4242 4242</code></td><td>succeeds</td></tr>
        <tr><td><code>4000 0000 0000 0002</code></td><td>is declined</td></tr>
        <tr><td><code>4000 0000 0000 9995</code></td><td>has insufficient funds</td></tr>
        <tr><td><code>4000 0025 0000 3155</code></td><td>asks for 3-D Secure once</td></tr>
        <tr><td><code>4000 0027 6000 3184</code></td><td>asks for 3-D Secure always</td></tr>
        <tr><td><code>4000 0000 0000 0341</code></td><td>is saved, then declined</td></tr>
        <tr><td><code>4000 0000 0000 0259</code></td><td>is disputed</td></tr>
      </tbody>
    </table>
    <p class="small muted">Any date to come, any CVC.</p>
  </details>`;
}
