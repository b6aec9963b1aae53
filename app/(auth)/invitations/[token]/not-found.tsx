import { InvitationCard } from "@/components/invitation/invitation-card";
import { ButtonLink } from "@/components/ui/button-link";

export default function InvitationNotFound() {
  return (
    <InvitationCard
      title="This invitation link does not work"
      actions={<ButtonLink href="/dashboard">Go to your own accounts</ButtonLink>}
    >
      It may have been replaced by a newer one. Open the link in the newest message, or ask whoever invited
      you to send it again.
    </InvitationCard>
  );
}
