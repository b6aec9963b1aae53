import { callStripe } from "@/lib/platform/stripe";
import { promotionCodeInvalid } from "../../errors";

/**
 * The provider's id of a promotion code that can be used now.
 *
 * @throws DomainError PROMOTION_CODE_INVALID
 */
export async function findPromotionCode(code: string): Promise<string> {
  const found = await callStripe((client) => client.promotionCodes.list({ code, active: true, limit: 1 }));
  const [promotion] = found.data;
  if (!promotion) throw promotionCodeInvalid(code);
  return promotion.id;
}
