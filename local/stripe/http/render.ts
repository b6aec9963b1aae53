import { INLINE_LINES } from "../events/event-object";
import type { World } from "../world";
import { includableFields } from "./includables";
import { includedFields } from "./included-lists";
import { resolveId } from "./resolve-id";
import { invalidRequest } from "./stripe-error";

interface Wanted {
  [field: string]: Wanted;
}

/**
 * What goes over the wire: ids replaced by objects where `expand` asks for it, up to four levels deep
 * (https://docs.stripe.com/expand), and the fields that are only sent on request left out otherwise.
 *
 * @throws invalid_request_error when a path cannot be expanded
 */
export function render(world: World, value: unknown, expand: readonly string[]): unknown {
  const wanted: Wanted = {};
  for (const path of expand) {
    const fields = path.split(".");
    if (fields.length > 4)
      throw invalidRequest("You cannot expand more than 4 levels of a property.", "expand");
    let at = wanted;
    for (const field of fields) {
      const inner = at[field] ?? {};
      at[field] = inner;
      at = inner;
    }
  }
  return renderNode(world, value, wanted);
}

function renderNode(world: World, value: unknown, wanted: Wanted): unknown {
  if (Array.isArray(value)) return value.map((item) => renderNode(world, item, wanted));
  if (typeof value !== "object" || value === null) return value;
  const source = value as Record<string, unknown>;
  const hidden = includableFields(source["object"]);
  const shown: Record<string, unknown> = {};
  for (const [field, inner] of Object.entries(source)) {
    const asked = wanted[field];
    if (hidden?.includes(field) && !asked) continue;
    shown[field] = asked ? expandField(world, field, inner, asked) : renderField(world, field, inner);
  }
  for (const [field, asked] of Object.entries(wanted)) {
    if (field in source) continue;
    const include = includedFields[String(source["object"])]?.[field];
    if (include) shown[field] = renderNode(world, include(world, source), asked);
    else if (!hidden?.includes(field) && source["deleted"] !== true && !isOptional(source, field))
      throw invalidRequest(`This property cannot be expanded (${field}).`, "expand");
  }
  return shown;
}

/** A union's other half: `payment.charge` of an invoice payment that is made by a payment intent, for instance. */
function isOptional(source: Record<string, unknown>, field: string): boolean {
  return (
    source["object"] === undefined ||
    /^(charge|payment_intent|test_clock|tax_code|default_price|discount|fee|tax)$/.test(field)
  );
}

function expandField(world: World, field: string, inner: unknown, wanted: Wanted): unknown {
  const resolve = (id: string) => {
    const target = resolveId(world, field, id);
    return target ? renderNode(world, target, wanted) : id;
  };
  if (typeof inner === "string") return resolve(inner);
  if (Array.isArray(inner))
    return inner.map((item) => (typeof item === "string" ? resolve(item) : renderNode(world, item, wanted)));
  return renderNode(world, inner, wanted);
}

function renderField(world: World, field: string, inner: unknown): unknown {
  // prices ride inside subscription items: show them as they are now, not as they were
  if (field === "price" && typeof inner === "object" && inner !== null && "id" in inner)
    return renderNode(world, world.state.prices.find(String(inner.id)) ?? inner, {});
  if (field === "lines" && isLongList(inner))
    return { ...inner, data: inner.data.slice(0, INLINE_LINES), has_more: true };
  return renderNode(world, inner, {});
}

function isLongList(value: unknown): value is { data: unknown[] } {
  return (
    typeof value === "object" &&
    value !== null &&
    "data" in value &&
    Array.isArray(value.data) &&
    value.data.length > INLINE_LINES
  );
}
