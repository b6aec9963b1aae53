import { ClosingBanner } from "@/components/deletion/closing-banner";
import { type Membership, permissionsOfRole } from "@/lib/accounts";

/** Says on every page that the account, or the person themselves, is going to be deleted. */
export function ClosingNotice({
  membership,
  memberships,
}: {
  membership: Membership;
  memberships: readonly Membership[];
}) {
  const person = memberships.find(({ deletion }) => deletion?.subject === "person")?.deletion;
  const account = membership.deletion?.subject === "account" ? membership.deletion : null;
  return (
    <>
      {person ? (
        <ClosingBanner
          subject="person"
          what="your profile"
          dueAt={person.dueAt}
          isErasing={person.state === "erasing"}
          canUndo
        />
      ) : null}
      {account ? (
        <ClosingBanner
          subject="account"
          what={membership.accountName}
          dueAt={account.dueAt}
          isErasing={account.state === "erasing"}
          canUndo={permissionsOfRole(membership.role).has("account.delete")}
        />
      ) : null}
    </>
  );
}
