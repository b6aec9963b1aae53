import { randomText } from "../state/ids";
import type { World } from "../world";

/** Stripe lets an old secret live for a day at most. */
const LONGEST_OVERLAP_SECONDS = 86_400;

/** What an endpoint's events are signed with now: its secret, and the one before it while that is still good. */
export function endpointSecrets(world: World, endpoint: string): string[] {
  const known = world.state.webhookSecrets.find(endpoint);
  if (!known) return [];
  const { secret, previous } = known;
  return previous && previous.until > Date.now() ? [secret, previous.secret] : [secret];
}

/**
 * Gives an endpoint a new secret, as "Roll secret" in the dashboard does: for a while events carry a signature by each
 * (https://docs.stripe.com/webhooks#roll-endpoint-secrets).
 */
export function rollSecret(world: World, endpoint: string, overlapSeconds: number): string {
  const secret = `whsec_${randomText(32)}`;
  const { secret: old } = world.state.webhookSecrets.get(endpoint);
  const until = Date.now() + Math.min(overlapSeconds, LONGEST_OVERLAP_SECONDS) * 1000;
  world.state.webhookSecrets.put({ id: endpoint, secret, previous: { secret: old, until } });
  return secret;
}
