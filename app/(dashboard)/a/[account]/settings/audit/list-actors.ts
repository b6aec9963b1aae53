import { listActorChoices } from "@/app/_server/audit-choices";
import type { Choice } from "@/components/audit/types";
import { listMembers } from "@/lib/accounts";
import type { AccountContext } from "@/lib/platform/context";

/** Who may be chosen: the first hundred members, what is no person, and whoever the address names. */
export async function listActors(ctx: AccountContext, chosen: string): Promise<readonly Choice[]> {
  const { members } = await listMembers(ctx, { limit: 100 });
  const people = members.map(({ personId, name, email }) => ({ value: personId, label: name || email }));
  return listActorChoices(people, chosen);
}
