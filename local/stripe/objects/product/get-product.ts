import { noSuch } from "../../http/stripe-error";
import type { Product } from "../../state/records";
import type { World } from "../../world";

/** @throws resource_missing */
export function getProduct(world: World, id: string, param?: string): Product {
  const product = world.state.products.find(id);
  if (!product) throw noSuch("product", id, param ?? "id", param ? 400 : 404);
  return product;
}
