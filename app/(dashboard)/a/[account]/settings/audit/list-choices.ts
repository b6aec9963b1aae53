import { listActorKinds } from "@/app/_server/audit-address";
import type { Choice } from "@/components/audit/types";
import { listActionWords, listMembers } from "@/lib/accounts";
import type { AccountContext } from "@/lib/platform/context";

/** Who may be chosen: the first hundred members, what is no person, and whoever the address names. */
export async function listActors(ctx: AccountContext, chosen: string): Promise<readonly Choice[]> {
  const { members } = await listMembers(ctx, { limit: 100 });
  const choices = [
    ...members.map(({ personId, name, email }) => ({ value: personId, label: name || email })),
    ...listActorKinds(),
  ];
  const isListed = chosen === "" || choices.some(({ value }) => value === chosen);
  return isListed ? choices : [...choices, { value: chosen, label: chosen }];
}

/** Every action that an account's log can hold. */
export const listActions = (): readonly Choice[] =>
  listActionWords()
    .filter(({ kind }) => kind !== "installation")
    .map(({ action, label }) => ({ value: action, label }))
    .toSorted((left, right) => left.label.localeCompare(right.label));
